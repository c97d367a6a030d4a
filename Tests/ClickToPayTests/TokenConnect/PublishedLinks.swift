// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The links that the network's page on push provisioning prints.
enum PublishedLinks {
    static let plain =
        "https://src.mastercard.com/provision?pushAccountReceipts=MCC-STL-04FB7337-2308-4312-9433-C608BC1C391B"
        + "&accountHolderDataSupplied=true&locale=en_US&completeIssuerAppActivation=false"
        + "&completeWebsiteActivation=false&extFlow=true"
        + "&callbackURL=https%3A%2F%2Fpartnerbank.com%2Ftokenization-results"

    static let signed =
        "https://src.mastercard.com/provision?pushAccountData=eyJhbGciOiJSUzI1NiIsImtpZCI6IjIwMjEwO"
        + "TI3MDkxMzQwLU1ERVMtdG9rZW4tY29ubmVjdC1tdGYifQ.eyJwdXNoQWNjb3VudFJlY2VpcHRzIjpbIk1DQy1TVEwt"
        + "REMzNTEyNkMtMjgwQS00MDc3LThGNDMtOEZDRDAwQUU3MjQxIl0sImNhbGxiYWNrVVJMIjoiaHR0cHM6Ly9zdGFnZS"
        + "50b2tlbmNvbm5lY3QubWNzcmN0ZXN0c3RvcmUuY29tL3Rva2VuaXphdGlvbi1yZXN1bHRzIiwiY29tcGxldGVXZWJz"
        + "aXRlQWN0aXZhdGlvbiI6dHJ1ZSwiYWNjb3VudEhvbGRlckRhdGFTdXBwbGllZCI6dHJ1ZSwibG9jYWxlIjoiZW5fVV"
        + "MifQ.FFEJjbOoEiJV18lTGlnlvjDt-b7s4DvGef5WMq-Ncm1neh5PXE-srcqBt_01tvDgXcAN_izj_624KPeEBbQg_"
        + "F2EZ5CDmKC0GLNbZhWuefv1gT9pGE0wX_-e6Nz7wF6X8vRXE8uaulz7g-30wYz-Ek4vjIc_rSESP2_oZFCxbPLq-FV"
        + "Tls2QA3x8DF_mH8GBAVNe2pkT-Eh_IsnQ5OhrG3liVVVeshNqxmUmMgSdNdf-m6s5WE_fCytQ_Jrf4gH-Vq3pZMifk"
        + "o7uYxYK5cz6OsZ1O7UA_Pyes8UCFYrMPI9M8iEdoav6tsfpXyCA9rmufEOa-YnREwc4swjgbtXDSA&extFlow=true"

    static let back =
        "https://partnerbank.com/tokenization-results?results%5BMCC-STL-04FB7337-2308-4312-9433-C608BC1C391B%5D"
        + "=APPROVED%7CDWSPMC000000000132d72d4fcb2f4136a0532d3093ff1a45"
}
