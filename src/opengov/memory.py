"""The store in memory: for trials and tests, gone with the process."""
from __future__ import annotations
import threading
from attrs import evolve
from opengov.errors import ConflictError
from opengov.policy.case import KINDS
from opengov.ports import DeliveryState, Stored
class MemoryStore:
    def __init__(self):
        self._l=threading.RLock();self._r={};self._e=[];self._d={};self._lease={}
    def load(self,i):
        return self._r.get(i)
    def save(self,save,*,expected):
        with self._l:
            c=self._r.get(save.record.id); have=c.revision if c else 0
            if have!=expected: raise ConflictError("changed",where=save.record.id)
            self._r[save.record.id]=Stored(record=save.record,revision=have+1)
            self._e+=save.events
            for d in save.deliveries: self._d.setdefault(d.release.key,d)
            return have+1
    def search(self,q):
        for i in sorted(self._r):
            r=self._r[i].record
            if q.kind and KINDS[type(r)]!=q.kind: continue
            if q.issuing_body and r.issuing_body!=q.issuing_body: continue
            if q.document_id and getattr(r,"document_id",None)!=q.document_id: continue
            yield self._r[i]
    def history(self,i): return tuple(e for e in self._e if e.subject==i)
    def delivery(self,k): return self._d.get(k)
    def claim(self,*,now,lease,limit=100):
        out=[]
        for k,d in self._d.items():
            if d.state is DeliveryState.PENDING and self._lease.get(k,now)<=now:
                self._lease[k]=now+lease; out.append(d)
        return tuple(out[:limit])
    def settle(self,d,events=()):
        self._d[d.release.key]=d; self._lease.pop(d.release.key,None); self._e+=events
    def ping(self): return "memory"
    def close(self): pass
