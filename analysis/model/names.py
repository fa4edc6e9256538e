"""What topics, indices and parts are called on pages: each once, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Name(NamedTuple):
    """A name in the two languages of the book."""

    name_en: str
    name_vi: str


def english(names: Mapping[str, Name]) -> dict[str, str]:
    """The names in English, by code."""
    return {code: name.name_en for code, name in names.items()}


# Files of data/raw/observations.
TOPICS = {
    "dti": Name("Digital Transformation Index", "Chỉ số chuyển đổi số"),
    "digital_economy": Name("Digital economy", "Kinh tế số"),
    "governance": Name("Governance and other indices", "Quản trị và các chỉ số khác"),
    "reference": Name(
        "Population, GRDP and other reference figures", "Dân số, GRDP và các số liệu tham chiếu"
    ),
    "founding": Name("The five founding documents", "Năm tài liệu khởi đầu"),
}

# The indices that the book follows, in the order of its pages.
INDICES = {
    "dti": Name("DTI", "DTI"),
    "ict": Name("ICT Index", "ICT Index"),
    "pci": Name("PCI", "PCI"),
    "pii": Name("PII", "PII"),
    "par": Name("PAR Index", "PAR INDEX"),
    "sipas": Name("SIPAS", "SIPAS"),
    "papi": Name("PAPI", "PAPI"),
    "ebi": Name("EBI", "EBI"),
}

# The eight main indices of the DTI.
DTI_PARTS = {
    "dti_govact": Name("Digital government activity", "Hoạt động chính quyền số"),
    "dti_econact": Name("Digital economy activity", "Hoạt động kinh tế số"),
    "dti_socact": Name("Digital society activity", "Hoạt động xã hội số"),
    "dti_infra": Name("Infrastructure", "Hạ tầng số"),
    "dti_awareness": Name("Awareness", "Nhận thức số"),
    "dti_institution": Name("Institutions", "Thể chế số"),
    "dti_hr": Name("Human resources", "Nhân lực số"),
    "dti_security": Name("Cyber security", "An toàn thông tin mạng"),
}

# Their scores, and the block of those that are not known for all provinces.
REST = "rest"
BLOCKS = {f"{part}_score": name for part, name in english(DTI_PARTS).items()} | {
    REST: "Four other foundations"
}

# The three parts of PAPI's dimension of e-government, and what makes its sum.
PAPI_EGOV = "papi_egov"
PAPI_PARTS = {
    "papi_egov_internet": Name("Access to the internet", "Tiếp cận và sử dụng Internet"),
    "papi_egov_portal": Name("Use of the government portal", "Sử dụng cổng thông tin điện tử"),
    "papi_egov_response": Name("Response to citizens online", "Phúc đáp qua cổng thông tin"),
}

PAPI_SCORES = {f"{index}_score": name for index, name in english(PAPI_PARTS).items()}

# The eight dimensions that PAPI is the sum of, and the ten sub-indices of the PCI up to 2024.
PAPI_DIMENSIONS = {
    "papi_participation": Name("Participation", "Tham gia của người dân ở cấp cơ sở"),
    "papi_transparency": Name("Transparency", "Công khai, minh bạch"),
    "papi_accountability": Name("Accountability", "Trách nhiệm giải trình với người dân"),
    "papi_corruption": Name("Control of corruption", "Kiểm soát tham nhũng trong khu vực công"),
    "papi_procedures": Name("Administrative procedures", "Thủ tục hành chính công"),
    "papi_services": Name("Public services", "Cung ứng dịch vụ công"),
    "papi_environment": Name("Environment", "Quản trị môi trường"),
    PAPI_EGOV: Name("E-governance", "Quản trị điện tử"),
}
PCI_PARTS = {
    "pci10_entry": Name("Entry costs", "Gia nhập thị trường"),
    "pci10_land": Name("Access to land", "Tiếp cận đất đai"),
    "pci10_transparency": Name("Transparency", "Tính minh bạch"),
    "pci10_time": Name("Time costs", "Chi phí thời gian"),
    "pci10_informal": Name("Informal charges", "Chi phí không chính thức"),
    "pci10_competition": Name("Fair competition", "Cạnh tranh bình đẳng"),
    "pci10_proactivity": Name("Proactivity", "Tính năng động"),
    "pci10_support": Name("Business support", "Chính sách hỗ trợ doanh nghiệp"),
    "pci10_labour": Name("Labour and training", "Đào tạo lao động"),
    "pci10_legal": Name("Legal institutions", "Thiết chế pháp lý và an ninh trật tự"),
}

# What DTI scores are set beside, and its families of tests.
TERMS = {
    "papi_egov_portal_score": "PAPI: portal", "papi_egov_internet_score": "PAPI: internet",
    "papi_egov_response_score": "PAPI: response", "log_income": "GRDP per head (log)",
    "urban_share": "urban share",
}  # fmt: skip
FAMILIES = {PAPI_EGOV: "PAPI e-government", "circumstances": "circumstances"}

# How the rules of an edition compare with those of the next.
RULES = {"same": "same rules", "other": "other rules", "unknown": "rules not known"}

# The classes of a ranking, in long and in short.
FIFTHS = {f"{place} fifth": place for place in ("1st", "2nd", "3rd", "4th", "5th")}

# What citizens report of themselves: shares of PAPI's workbook, and its scores where it has none.
REPORTED = {
    "papi_home_internet_share": Name("Internet at home", "Có kết nối Internet tại nhà"),
    "papi_internet_news_share": Name("News read online", "Đọc tin tức trong nước qua Internet"),
    "papi_eservice_use_share": Name("Use of e-services", "Đã sử dụng cổng dịch vụ công trực tuyến"),
    "papi_eservice_commune_use_share": Name(
        "Use of e-services of the commune", "Đã sử dụng cổng dịch vụ công khi làm thủ tục cấp xã"
    ),
    "papi_online_payment_share": Name("Could pay online", "Có thể thanh toán trực tuyến"),
    **{f"{index}_score": name for index, name in PAPI_PARTS.items()},
}

# What shares are compared on.
SCALES = {"points": "percentage points", "odds": "log odds"}

# What stands behind a rank that is not printed as such.
RANK_MARKS = {"printed": "", "implied": " (i)", "derived": " (d)"}

# The one unofficial transcription that most scores and parts of the DTI rest on.
TRANSCRIPTION = "dti-github-hauidnk-2025"
