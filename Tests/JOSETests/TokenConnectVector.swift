// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The published vectors of Token Connect (token-connect 6 and 7.4).
enum TokenConnectVector {
    static let keyID = "20260101000000-token-connect-local"

    static let modulus =
        "jq8-UleV4Gtc1Sj1OMSRdlo9EZ6yFVNFTWLNrP03elwsZhzib5dMcLX8IVe1H-zBSUlYM8cR202vaWyh-llEXCt4tJUyTrYANKHiNITGarlT"
        + "RnpAr4QnHIIRavorsyLMaQVORhJ1IlYODS-2YhZmbL-6bUvCvfu6fSiVcqUhmA_RDLHKPRkgNf_irdvxm4AknDswTQCbsrvhTfrlZTJ6B9Rh"
        + "E10CEvQLOBw66yqJ8O6Y6pAloPdnZIpWomEc80diTE06tIcSNLZeYqfXoxPEyPyriBkI7u9OhTR0drxFnWiyNxiXtliwdN-0_YrYOK52p_Ub"
        + "GpN_ChZGAQzRjxGyzw"

    static let payload =
        #"{"pushAccountReceipts":["MCC-STL-11111111-2222-3333-4444-555555555555"],"#
        + #""callbackURL":"https://issuer.example/c2p/return?sid=abc123","completeWebsiteActivation":false,"#
        + #""accountHolderDataSupplied":true,"locale":"en_GB"}"#

    static let token =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6IjIwMjYwMTAxMDAwMDAwLXRva2VuLWNvbm5lY3QtbG9jYWwifQ.eyJwdXNoQWNjb3VudFJlY2VpcHRz"
        + "IjpbIk1DQy1TVEwtMTExMTExMTEtMjIyMi0zMzMzLTQ0NDQtNTU1NTU1NTU1NTU1Il0sImNhbGxiYWNrVVJMIjoiaHR0cHM6Ly9pc3N1ZXIu"
        + "ZXhhbXBsZS9jMnAvcmV0dXJuP3NpZD1hYmMxMjMiLCJjb21wbGV0ZVdlYnNpdGVBY3RpdmF0aW9uIjpmYWxzZSwiYWNjb3VudEhvbGRlckRh"
        + "dGFTdXBwbGllZCI6dHJ1ZSwibG9jYWxlIjoiZW5fR0IifQ.ei7L7Y96oVjx2-gFed9poTyC3PsraYX1aSHC-guvY9D6jOnIMgcAe9swrkm_p"
        + "GS9zRAr7w4vbg1ixbxWf9NKXcQIAeS8V0QAetKPUcJPZfPdaZ94TN9vP8H770GxLREwGym53lxYpdtBpoNWHj-1VZgYLNYEePoVB-6LLIB1F"
        + "uuAQMBVuB2MbPDzu3yr7kgL5LZhsfArsSVhrGv1eUOuSOXyQZdqsIuznA9U4EU2xSqBCk5ZKP-0JsFlykVD4q9_WN8wAOxl9aQOfy5EgOZLG"
        + "1LPe6IWscqJVf1vLTSnZx5xrzZBggnDFNmS1cBLzb5jeteHJqC4KlokmuJivpynPA"

    static let accounts =
        #"[{"pushAccountId":"CA-0001","fundingAccountData":{"cardAccountData":{"accountNumber":"5555555555554444","#
        + #""expiryMonth":"12","expiryYear":"29"}}}]"#

    static let encryptedAccounts =
        "6857a0898248367ce6c9d97c9f7fddd78686f318da51b04dbd0d14665aab49f48fcc93f881039d7fa091a917e0ec22ad5399041a4cf1"
        + "de041e132a17d6fd32c85478b120318759c9032d3a5ff2e1519563267bc195bd3886dd7537482834df4a65818a326d367e99bb0a3c4c"
        + "48ce676442704ef4710679bca9a815681f550fd67c3c291be3020f7742e59fa51c9d9a21a2c707ad414fbeceb952cf449a9788a5"
}
