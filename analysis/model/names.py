"""What pages call the things that several chapters speak of."""

# PAPI's scores of e-government.
PAPI_SCORES = {
    "papi_egov_internet_score": "Access to the internet",
    "papi_egov_portal_score": "Use of the government portal",
    "papi_egov_response_score": "Response to citizens online",
}
