"""What each table of the output holds, in Chinese; the English words are those of the data dictionary."""

from __future__ import annotations

from kg.site.text import Text
from kg.tables.meanings import TABLES

_CHINESE = {
    "alias_bindings": "主张：浮动的接口名在何时指向哪个模型。",
    "aliases": "各种写法与其所指的实体，逐条人工核定。",
    "applications": "供人使用的应用，附成立的事实。",
    "brands": "若干事物共用的品牌。",
    "conditions": "价格所附的每个条件及其组成。",
    "deployments": "主张：某组织使用某模型，或用它制作作品。",
    "derivation_hubs": "被用作基础的模型与系列，及衍生数。",
    "derivations": "主张：某模型由另一模型得来。",
    "disagreement_claims": "每处分歧所涉的主张。",
    "disagreements": "分歧登记：不能同时成立或看似如此的主张，及裁定。",
    "episodes": "成组的价格事件，如 2024 年 5 月价格战。",
    "evidence": "每条主张的出处，各表合计一条一行。",
    "families": "模型系列，附成立的事实。",
    "indicators": "主张：市场数字，实测或预测。",
    "lineage_depth": "衍生模型距其源头几步。",
    "models": "模型与带日期的版本，附成立的事实。",
    "names": "可查到实体或报价的每个名称，即检索键。",
    "offerings": "所售之物：平台 × 市场 × 币种 × 型号。",
    "organization_verticals": "哪个组织服务哪个行业，凭什么。",
    "organizations": "企业、院校、机构与公共部门，附成立的事实。",
    "people": "以公开身份发言或被谈及的人。",
    "period_claims": "每个价格时期背后的价格点，首先引用者排第 1。",
    "price_changes": "主张：一次价格事件中的一处变动或明言不变。",
    "price_events": "价格事件，附成立的事实与讲述它的来源数。",
    "price_history": "给人看的价格时期：中英名称、上下限、来源标题与地址。",
    "price_moves": "项目推定的相邻两区间之间的变化。",
    "price_periods": "项目推定的价格起止，候选各占一行。",
    "price_points": "主张：一个价格，照来源原样。",
    "price_war_matrix": "2024 年 5 月价格战中各家逐日的动作。",
    "quality": "所载之事有多少佐证，按类别、公司与年份。",
    "reactions": "主张：一方回应另一方。",
    "regions": "国家、省份与城市。",
    "services": "出售模型的平台及其运营者。",
    "sources": "读过的、或他人引用的文件与清单。",
    "statements": "主张：两项式的事实，涉及任何实体与价格事件。",
    "utterances": "主张：某人的看法，编者转述。",
    "vertical_counts": "各行业有多少模型，出自多少组织。",
    "verticals": "模型所面向的行业与用途。",
    "windows": "另有价目的每周时段。",
    "works": "用模型制作的作品与报告。",
}


def table_text(name: str) -> Text:
    """Return what a table holds in both languages; nothing for one that has no words yet."""
    english = TABLES.get(name, "")
    return Text(_CHINESE.get(name, english), english)
