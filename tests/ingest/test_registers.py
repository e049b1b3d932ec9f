"""Outside ids, stock codes, the regulator's filings, industry use, and a landscape of projects."""

# ruff: noqa: E501  (rows of upstream tables stand as they are)

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ingest.cac_notices import day_of, place_of
from kg.ingest.industry_use import period
from tests.ingest.catalogues import check_committed, copy_of, read, reasons, said

ROR = """ror_id,name,name_zh,types,established,city,region,country,wikidata_qids,isni,website,status,ror_release,conflict_flag,same_organisation_as
00k642b80,Alibaba Group (China),阿里巴巴集团控股有限公司,company,1999,Hangzhou,,CN,Q30273328,,http://alibabagroup.com,active,rc-v1.1,QID Q30273328 here,
05htk5m33,Hunan University,湖南大学,education; funder,976,Changsha,Hunan,CN,Q649868; Q17023539,,,active,v1.2,founding year 976 is that of an academy; more than one QID,
04a2kft13,Haier Group (China),海尔集团技术研发中心,company,1984,Qingdao,,CN,Q1143211,,,active,v1.3,Chinese name is that of a subordinate unit,
02zhqgq86,University of Hong Kong,,education; funder,1911,Pok Fu Lam,Southern,HK,Q15568,,,active,v1.4,,
05t8y2r12,Soochow University,苏州大学,education,1900,Suzhou,Jiangsu,CN,Q1639978,,,active,v1.5,,
"""


def test_ror_record_gives_ids_founding_kind_and_city(tmp_path: Path) -> None:
    imported = read("ror-organisations", copy_of(tmp_path, organisations__csv=ROR))
    assert ("organization/alibaba", "00k642b80") in said(imported, "ror_id")
    assert ("organization/alibaba", "1999") in said(imported, "founded_on")
    assert ("organization/alibaba", "region/zhejiang-hangzhou") in said(imported, "based_in")
    assert ("organization/alibaba", "阿里巴巴集团控股有限公司") in said(imported, "legal_name")
    assert (
        len({value for subject, value in said(imported, "wikidata_id") if subject == "organization/hunan-university"})
        == 2
    )


def test_ror_year_of_an_academy_and_name_of_a_unit_are_left_out(tmp_path: Path) -> None:
    imported = read("ror-organisations", copy_of(tmp_path, organisations__csv=ROR))
    assert not any(subject == "organization/hunan-university" for subject, _ in said(imported, "founded_on"))
    assert not any(value == "海尔集团技术研发中心" for _, value in said(imported, "legal_name"))


def test_ror_place_without_a_city_of_the_list_is_its_territory(tmp_path: Path) -> None:
    imported = read("ror-organisations", copy_of(tmp_path, organisations__csv=ROR))
    assert ("organization/hku", "region/hong-kong") in said(imported, "based_in")
    assert ("organization/soochow-university-suzhou", "region/jiangsu-suzhou") in said(imported, "based_in")


CODES = """organisation,name_in_list,code,exchange,board,list_date,area,industry,controller_type,seen_in,same_organisation_as
恒生电子,恒生电子,600570.SH,Shanghai,主板,2003-12-16,浙江,软件服务,其他,A-share list,
智谱华章,智谱 AI,2513.HK,Hong Kong,,,,,,index id 1,
智谱华章,智谱,2513.HK,Hong Kong,,2026-01-08,,,,index id 2,
"""


def test_stock_code_that_stands_twice_is_claimed_once(tmp_path: Path) -> None:
    imported = read("stock-codes", copy_of(tmp_path, codes__csv=CODES))
    assert said(imported, "stock_code") == {("organization/hundsun", "600570.SH"), ("organization/zhipu", "2513.HK")}
    assert ("organization/zhipu", "2026-01-08") in said(imported, "listed_on")
    assert ("organization/hundsun", "region/zhejiang") in said(imported, "based_in")


def test_wikidata_class_is_no_entity(tmp_path: Path) -> None:
    table = "qid,label_as_seen,index_file_ids_where_seen\nQ14772,Baidu,1\nQ115305900,large language model (class),2\n"
    imported = read("wikidata-qids", copy_of(tmp_path, qids__csv=table))
    assert said(imported, "wikidata_id") == {("organization/baidu", "Q14772")}


FILINGS = f"""date,date_kind,kind,service_or_algorithm,organisation_as_stated,stock_code,filing_number,source,locator,same_organisation_as,conflict_flag
2024-05-13,record filing day,generative-AI service filing,中文逍遥,中文在线集团股份有限公司,300364,,o/r docs/empirical_runs/125_v65 ({"a" * 40}),Example Events,,
2024-06-12,CAC notice day,deep-synthesis algorithm filing,中文逍遥大模型算法,中文在线集团股份有限公司,300364,,o/r docs/empirical_runs/125_v65 ({"a" * 40}),Example Events,,
,,deep-synthesis algorithm filing,通义万相: 达摩院图像合成算法,阿里巴巴达摩院（杭州）科技有限公司,,网信算备330110507206401230027号,text index 1,table of filings,,
"""
NUMBERS = """stock_code,organisation,service,filing_number,kind,index_file_id
,深度求索,DeepSeek Chat,Beijing-DeepseekChat-202404280016,filing,61940806916
000776,广发证券,广发GPT大模型,Guangdong-GuangFaGPT-20250710S0018,app registration,57411098441
"""
NOTICES = """notice_date,register,title_short,cumulative_filed,cumulative_registered,url,note
2025-01-08,generative-AI service list,generative-AI services 2024,302,105,https://www.cac.gov.cn/x,as of 2024-12-31; 238 new in 2024
2025-07-11,generative-AI service list,to 2025-06,,,https://www.cac.gov.cn/y,
"""
PROVINCES = "as_of,province,filed_services,source\n2025-03,浙江,31,https://blog.example/1\n"


def test_filing_is_of_an_application_and_its_day_says_what_day_it_is(tmp_path: Path) -> None:
    files = {"filings__csv": FILINGS, "notices__csv": NOTICES, "countsーbyーprovinceー2025ー03__csv": PROVINCES}
    folder = copy_of(tmp_path / "cac-notices", **files)
    copy_of(tmp_path / "cac-filing-numbers", filings__csv=NUMBERS)
    imported = read("cac-notices", folder)
    makers = said(imported, "developer")
    assert all(subject.startswith("application/") for subject, _ in makers)
    (service,) = {s for s, party in makers if party == "organization/deepseek"}
    assert (service, "2024-04-28") in said(imported, "filed_on")
    assert (service, "region/beijing") in said(imported, "filed_in")
    assert {value for _, value in said(imported, "first_listed_on")} == {"2024-06-12"}
    assert any(region == "region/zhejiang" for _, region in said(imported, "filed_in"))
    printed = {(row["as_stated"], row["locator"].partition(", ")[2]) for row in imported.rows["facts"]}
    assert ("2024-06-12", "CAC notice day") in printed
    assert ("Guangdong-GuangFaGPT-20250710S0018", "app registration") in printed
    totals = {(row["measure"], row["value"], row["period"]) for row in imported.rows["indicators"]}
    assert ("filed-services", "302", "2024-12-31") in totals
    assert ("filed-services", "31", "2025-03") in totals
    assert reasons(imported) == {"a filing without a day": 1, "a notice without totals": 1}


@pytest.mark.parametrize(
    ("number", "place", "day"),
    [
        ("ZheJiang-HuaShu-20250609000026", "Zhejiang", "2025-06-09"),
        ("Beijing-WenXinYiYan-20230821", "Beijing", "2023-08-21"),
        ("Guangdong-GuangFaGPT-20250710S0018", "Guangdong", "2025-07-10"),
        ("网信算备110108823483901230031号", "Beijing", None),
    ],
)
def test_filing_number_holds_place_and_day(number: str, place: str, day: str | None) -> None:
    assert (place_of(number), day_of(number)) == (place, day)


BIDS = """period,scope,measure,value,unit,publisher,url
2024,all,projects,1520,,mianmowu.cn,mianmowu.cn/1
2024,all,projects,1521,,智能超参数 via zqcloud-ai.com,zqcloud-ai.com/2
2025-H1,type: 应用,share,48,percent of projects,x,x
2025,sector: 金融,amount,>1500,CNY million,itbear.com.cn,itbear.com.cn/3
2025-H1,top sectors,order,教科; 政务,,x,x
2024,winner: 智谱,projects,32,,mianmowu.cn,mianmowu.cn/1
"""
USES = """user_organisation,vertical,model_or_product,supplier,scale_or_use,date,source,note,same_organisation_as
江苏银行,finance/bank,DeepSeek-R1,DeepSeek,,2025-02-11,index,,
宁夏电信,telecom/purchase,package 1 (CNY 60M),智谱华章 (1st candidate),others,2024,cfyys.com.cn,"candidate order, not a contract",
科大讯飞,education,星火,own,announced,2023-05-06,woshipm.com,"vendor model, not a deployment",
平安银行,finance/bank,,own,scenes >200,2024,mpaypass.com.cn,figure of the annual report,
"""


def test_two_totals_stay_and_more_than_is_not_exactly(tmp_path: Path) -> None:
    imported = read("industry-use", copy_of(tmp_path, bidーstats__csv=BIDS, deployments__csv=USES))
    rows = imported.rows["indicators"]
    assert {row["value"] for row in rows if row["period"] == "2024" and "awarded in China" in row["population"]} == {
        "1520",
        "1521",
    }
    assert {(row["comparator"], row["value"]) for row in rows if row["measure"] == "bid-amount"} == {
        ("more-than", "1500")
    }
    assert period("2025-H1") == "2025-01/2025-06"


def test_candidates_and_own_models_are_no_deployments(tmp_path: Path) -> None:
    imported = read("industry-use", copy_of(tmp_path, bidーstats__csv=BIDS, deployments__csv=USES))
    uses = {(row["deployer"], row["deploys"], row["vertical"]) for row in imported.rows["deployments"]}
    assert uses == {("organization/bank-of-jiangsu", "model/deepseek-r1", "banking")}
    assert ("organization/ping-an-bank", "vertical/banking") in said(imported, "active_in")
    assert reasons(imported) == {
        "an order without figures": 1,
        "a candidate of a tender, not a contract": 1,
        "a supplier's own model, not a deployment": 1,
        "no model named": 1,
    }


def test_projects_of_other_fields_are_left_out(tmp_path: Path) -> None:
    table = (
        "id,name,category,layer,founded,funding_round,products,url\n"
        "deepseek,DeepSeek,model_open,model,2023,A轮,DeepSeek-R1; Nothing Known,https://www.deepseek.com\n"
        "unitree,宇树科技,embodied_robot,embodied,2016,C轮,Unitree H1,https://www.unitree.com\n"
    )
    imported = read("china-ai-landscape", copy_of(tmp_path, projects__csv=table))
    assert said(imported, "developer") == {("model/deepseek-r1", "organization/deepseek")}
    assert not said(imported, "founded_on")
    assert reasons(imported) == {
        "a product that this graph does not hold": 1,
        "no language models or applications of them": 1,
    }


@pytest.mark.parametrize(
    "origin",
    ["wikidata-qids", "ror-organisations", "stock-codes", "cac-notices", "industry-use", "china-ai-landscape"],
)
def test_source_material_is_read_whole(origin: str, tmp_path: Path) -> None:
    check_committed(origin, tmp_path)
