// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The contract's test vector of a signature (token-connect 7.4).
enum PushVector {
    static let keyID = "20260101000000-token-connect-local"
    static let fingerprint = "ac09b094e6742463057aa690ff1f4efb97af6ae80fd60ce1efd9d2b07c372c1f"

    static var keySet: [UInt8] {
        Array(#"{"keys":[{"kty":"RSA","kid":"\#(keyID)","e":"AQAB","n":"\#(modulus)"}]}"#.utf8)
    }

    private static let modulus =
        "jq8-UleV4Gtc1Sj1OMSRdlo9EZ6yFVNFTWLNrP03elwsZhzib5dMcLX8IVe1H-zBSUlYM8cR202vaWyh-llEXCt4tJ"
        + "UyTrYANKHiNITGarlTRnpAr4QnHIIRavorsyLMaQVORhJ1IlYODS-2YhZmbL-6bUvCvfu6fSiVcqUhmA_RDLHKPRkg"
        + "Nf_irdvxm4AknDswTQCbsrvhTfrlZTJ6B9RhE10CEvQLOBw66yqJ8O6Y6pAloPdnZIpWomEc80diTE06tIcSNLZeYq"
        + "fXoxPEyPyriBkI7u9OhTR0drxFnWiyNxiXtliwdN-0_YrYOK52p_UbGpN_ChZGAQzRjxGyzw"

    static let token =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6IjIwMjYwMTAxMDAwMDAwLXRva2VuLWNvbm5lY3QtbG9jYWwifQ.eyJwdXNoQWN"
        + "jb3VudFJlY2VpcHRzIjpbIk1DQy1TVEwtMTExMTExMTEtMjIyMi0zMzMzLTQ0NDQtNTU1NTU1NTU1NTU1Il0sImNhb"
        + "GxiYWNrVVJMIjoiaHR0cHM6Ly9pc3N1ZXIuZXhhbXBsZS9jMnAvcmV0dXJuP3NpZD1hYmMxMjMiLCJjb21wbGV0ZVd"
        + "lYnNpdGVBY3RpdmF0aW9uIjpmYWxzZSwiYWNjb3VudEhvbGRlckRhdGFTdXBwbGllZCI6dHJ1ZSwibG9jYWxlIjoiZ"
        + "W5fR0IifQ.ei7L7Y96oVjx2-gFed9poTyC3PsraYX1aSHC-guvY9D6jOnIMgcAe9swrkm_pGS9zRAr7w4vbg1ixbxW"
        + "f9NKXcQIAeS8V0QAetKPUcJPZfPdaZ94TN9vP8H770GxLREwGym53lxYpdtBpoNWHj-1VZgYLNYEePoVB-6LLIB1Fu"
        + "uAQMBVuB2MbPDzu3yr7kgL5LZhsfArsSVhrGv1eUOuSOXyQZdqsIuznA9U4EU2xSqBCk5ZKP-0JsFlykVD4q9_WN8w"
        + "AOxl9aQOfy5EgOZLG1LPe6IWscqJVf1vLTSnZx5xrzZBggnDFNmS1cBLzb5jeteHJqC4KlokmuJivpynPA"
}
