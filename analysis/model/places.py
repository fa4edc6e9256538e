"""The country, the boundaries, and the provinces that the book speaks of by name: their codes
among the 63."""

# The country stands beside the provinces, with a boundary of its own.
COUNTRY_CODE, COUNTRY_BOUNDARY = COUNTRY = ("VN", "all")
COUNTRY_NAME = "Việt Nam"

HA_NOI = "01"
CAO_BANG = "04"
BAC_KAN = "06"
LANG_SON = "20"
THAI_NGUYEN = "19"
QUANG_NINH = "22"
BAC_NINH = "27"
HAI_PHONG = "31"
THUA_THIEN_HUE = "46"
DA_NANG = "48"
BINH_DINH = "52"
KON_TUM = "62"
TAY_NINH = "72"
TP_HO_CHI_MINH = "79"
KIEN_GIANG = "91"
CAN_THO = "92"

# The boundaries of provinces: those before July 2025, and those since.
BEFORE, SINCE = "63", "34"
BOUNDARIES = (BEFORE, SINCE, COUNTRY_BOUNDARY)
