"""The labels of metadata blocks: what agencies call each field, and labels that end a value.

Chinese agencies share the fields and not their names. Some names mean different things in
different places: 发文日期 is the day of making in one province and of publication in another,
分类 is by subject here and by catalogue there. Those have fields of their own and are settled
when it is known what stands beside them.
"""

from __future__ import annotations

SENT_ON = "sent_on"
"""发文日期: made or published, by what stands beside it."""

CLASSED = "classed"
"""分类: subject class, or category where the subject class is stated beside it."""

_FIELDS = {
    "title": (
        "名称 标题 题名 信息名称 信息标题 文件名称 文件标题 文件题名 公文名称 公文标题 文章标题 "
        "政策名称 政策标题 文件名 信息题名"
    ),
    "index_number": (
        "索引号 信息索引号 索取号 信息索取号 索引 索引码 索引编号 索引号码 政府信息索引号 "
        "公开索引号"
    ),
    "issuing_body": (
        "发布机构 发文机关 发文机构 发布机关 信息所属单位 发文单位 发布单位 发文部门 发布部门 "
        "制发机关 制发单位 制发机构 制定机关 制定单位 制定机构 颁布机关 颁布单位 印发机关 "
        "印发单位 公开主体 公开机构 公开机关 公开单位 信息发布机构 信息发布单位 信息发布机关 "
        "公布机关 公布单位 公布机构 成文机关 成文单位 制作机关 制作单位 生成机关 产生机关 "
        "发文主体 发布主体 所属机构 所属单位 署名单位 信息公开机构"
    ),
    "document_number": (
        "文号 发文字号 发布文号 文件编号 发文文号 文件号 文件文号 公文文号 公文字号 公文编号 "
        "文件字号 发文编号 发文号 制发文号 政策文号 信息文号 公文号"
    ),
    "made_on": (
        "成文日期 成文时间 生成日期 生成时间 产生日期 产生时间 信息生成日期 信息产生日期 "
        "制发日期 制发时间 签发日期 签发时间 制作日期 制定日期 制定时间 公文生成日期 "
        "文件成文日期 信息生成时间 成稿日期 成文时期"
    ),
    "published_at": (
        "发布日期 发布时间 公开日期 公开时间 公布日期 公布时间 颁布日期 颁布时间 上网日期 "
        "上网时间 登载日期 登载时间 发稿时间 信息发布日期 信息发布时间 网上发布日期 网上发布时间 "
        "信息公开日期 公开发布日期 刊登日期 发表时间 发表日期 发布于 上传时间 上传日期 挂网日期 "
        "挂网时间"
    ),
    SENT_ON: "发文日期 发文时间",
    "subject_class": "主题分类 主题导航 主题类别 主题目录 按主题分类 所属主题 主题类型 题材分类",
    CLASSED: "分类 所属分类 类别 所属类别",
    "category": (
        "组配分类 信息分类 公开目录 目录分类 信息类别 信息类型 公开类目 公开事项 栏目分类 "
        "目录类别 信息目录 组配类别 事项分类 公开分类"
    ),
    "genre": "体裁分类 体裁 文种 公文种类 公文类型 公文类别 体裁类别 文件种类 文件类型 文种分类",
    "information_source": (
        "信息来源 来源 文章来源 稿件来源 稿源 来源单位 供稿单位 信息提供单位 提供单位 内容来源 "
        "来源于 出处"
    ),
    "keywords": "关键字 关键词 主题词 标签",
    "formed_on": "形成日期 形成时间 信息形成日期 信息形成时间",
    "printed_on": "印发日期 印发时间",
    "effective_on": (
        "生效日期 生效时间 实施日期 实施时间 施行日期 施行时间 执行日期 执行时间 有效期开始 "
        "起始日期"
    ),
    "repealed_on": (
        "废止日期 废止时间 失效日期 失效时间 终止日期 有效期截止 有效期至 截止日期 失效废止日期"
    ),
    "registered_on": "登记日期 登记时间 备案登记日期",
    "validity": (
        "有效性 时效 公文时效 时效性 效力状态 有效状态 是否有效 文件状态 效力 文件效力 效力级别 "
        "时效状态 效力状况 时效状况 效力情况 有效性状态 公文有效性 文件有效性 效力说明"
    ),
    "stated_attribute": "公开方式 公开属性 公开类型 公开类别 公开性质",
    "page_views": (
        "访问量 浏览量 浏览次数 点击 点击数 点击量 点击率 点击次数 阅读次数 阅读量 阅读数 "
        "访问次数 浏览 阅读 浏览数"
    ),
}

_OTHERS = (
    "服务对象分类 服务对象 生命周期分类 信息格式/语种 信息格式 语种 内容概述 内容摘要 内容描述 "
    "摘要 概述 简介 公开范围 公开形式 公开程序 公开时限 公开对象 公开依据 公开期限 公开渠道 "
    "责任部门 责任单位 责任编辑 责任人 责编 编辑 联系电话 联系人 联系方式 审核人 审核 审签 "
    "签发人 初审 复审 终审 作者 撰稿 记者 密级 保管期限 载体类型 载体 所属栏目 栏目 目录号 "
    "流水号 统一编号 登记编号 登记号 备案号 统一登记号 统一登记编号 公开责任部门 公开责任单位 "
    "规范性文件统一编号 规范性文件登记号 有效期 有效期限 更新时间 更新日期 修改时间 修改日期 "
    "收录日期 附件 附件下载 相关链接 相关文件 相关解读 政策解读 关联文件 关联解读 解读链接 字体 "
    "字号 字体大小 打印 分享 分享到 下载 收藏 施行状态 适用范围 层级分类 行政区划 行政区域 地域 "
    "区域分类 年份 年度 版本 备注 说明 信息编号 编号 序号 页数 信息状态 信息密级 发布渠道 "
    "发布形式 公文格式 所属地区 地区 部门 主送单位 主送机关 抄送 抄送机关 主办单位 承办单位 "
    "解读单位 解读机关 文件链接 原文链接 信息链接 网址 当前位置 您的位置 首页"
)

LABELS: dict[str, str | None] = {
    **dict.fromkeys(_OTHERS.split()),
    **{label: name for name, labels in _FIELDS.items() for label in labels.split()},
}
"""Every label that is known, in simplified characters, and its field; ``None`` where the item has
no field of its own for it."""

GENERAL_WORDS = "信息 文件 公文 政策 政务 法规 规章".split()
"""Words that agencies put before any label without changing what it means."""

SHORT = 2
"""Labels of so few characters are common words; they count only where they stand apart."""

PART_OF_WORDS = {
    "名称": (
        "项目",
        "单位",
        "企业",
        "机构",
        "产品",
        "部门",
        "公司",
        "事项",
        "附件",
        "栏目",
        "网站",
        "服务",
    ),
    "来源": ("资金", "数据", "经费"),
    "标题": ("副",),
}
"""Words that end in a label and are other labels."""

DAYS = frozenset(
    {
        "made_on",
        "published_at",
        SENT_ON,
        "formed_on",
        "printed_on",
        "effective_on",
        "repealed_on",
        "registered_on",
    }
)
"""Fields whose value is a day."""

_PAIRS = (
    "號号 題题 類类 關关 鍵键 詞词 標标 稱称 時时 間间 產产 廢废 實实 來来 編编 "
    "開开 屬属 單单 機机 構构 種种 內内 點点 擊击 訪访 問问 數数 發发 佈布 對对 "
    "導导 頒颁 製制 網网 載载 傳传 說说 務务 據据 區区 劃划 當当 鏈链 執执 終终 "
    "狀状 態态 範范 圍围 項项 規规 辦办 記记 審审 簽签 責责 輯辑 體体 閱阅 讀读 "
    "瀏浏 覽览 處处 於于 簡简 備备 註注 錄录 頁页 語语 層层 級级 別别 "
    "縣县 廳厅 會会 鄉乡 鎮镇 銀银 學学 協协 團团 館馆 報报 議议 見见 決决 "
    "細细 則则 條条 計计 預预 準准 復复 請请 總总 結结 "
)
TRADITIONAL = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
"""Traditional characters of labels and of what values end in, to recognise them; the values
themselves are never converted."""
