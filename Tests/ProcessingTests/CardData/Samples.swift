// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Keys that openssl(1) made, in base64 of DER; their private halves were thrown away.
enum Samples {
    /// RSA-2048, e = 65537.
    static let certificate =
        """
        MIIDEzCCAfugAwIBAgIUI4kkayCxgIVdwqotV6h8YR0xM5QwDQYJKoZIhvcNAQELBQAwGTEXMBUGA1UEAwwOZW5yb2xsLmV4YW1w\
        bGUwHhcNMjYxMTI3MTEzNTA5WhcNMjYxMTI4MTEzNTA5WjAZMRcwFQYDVQQDDA5lbnJvbGwuZXhhbXBsZTCCASIwDQYJKoZIhvcN\
        AQEBBQADggEPADCCAQoCggEBAK/2NXGAZdFKqBFcuWheuWVNHIT3mYJ8eTq21ZRwcQL/OYFCiPhT4hTq+PCO5wLwH03iM3xRmAJ8\
        dx+uasoyGgMJt6jVs4FtYmiXsPvPr83cG4kc5rFbh8Epye4onhK0ZIgIvIS3S64iqnBW7Cq6bqoTJ2sT9KRsAkGDb1SC3MmoZQU2\
        8hPof1uOXO6qgHxM5D/tXFRO5Hbs61IexP247P3jmq1hHrkWke1Kvukv+Usp5iCUGXZWv2krioauxljQbDBm7Pbn4jyLBpPiQQI2\
        WcroUEm3xYKERFlpDDytRs8y7QFchvIN9/3W+pywAz+r1uAGayd7O/GdDM8rC+GaApkCAwEAAaNTMFEwHQYDVR0OBBYEFEFfVYJ2\
        P6RFTzE8LGWxIPvPIjPLMB8GA1UdIwQYMBaAFEFfVYJ2P6RFTzE8LGWxIPvPIjPLMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcN\
        AQELBQADggEBAAgQrUJHbTbryc9Frwhqij3tDhrK6/2by+I2k3OG4BE1dsviBnpTHFtBnSPZFDQ0S30P7zJO4t8YDSKop75Jm/c/\
        nGOkd2chiHUZXbztBwIpFBxT5suqMuv8IzA65gI6rAx/ZvqvB8c/E7f+YakzAVGEVb23GoK7n5iLgSGmM9jjsgsW7FVHKdNGDxwn\
        NxiDHPIQJO7oSJRQuOEb83f6klgWRGG9PGZRFLMErQkgD1Z//GMuDsiiLvywvfF98CZFhIm3kEPLVnqWh4jd/uq8e2Uipi7A1qCq\
        uDF6jLaot1rjO03uepwFQNJuk+FB29dvEcMX5vu7GkYSQFKVPK6pG1k=
        """

    /// RSA-1024.
    static let smallKey =
        """
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC0QQej1oLWHC7Veef4EVTR+NyuCKx6xc7b046sXrqz8DK23Zj52d7sO7bieoGZ\
        nl+gS3roHVUkSbfUIf4BIvBzY6RaBBscxk/HHDNsaCWlOqRnEEr2fmWmLbfkZbrCxJ4TemavSYxT73B3O10qM7/7ZdCCHB+2Xepp\
        EWzJInqSRQIDAQAB
        """

    /// RSA-2048, e = 3.
    static let exponentThree =
        """
        MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAv9LNfjjBU2zOnyx7GWYJX462XxItMzgB1z+BqDVk2XRiyPYcuxzCwkkM\
        BaaKp8DEmaNy41z16mARipXvZMsJrvcAj3F/WTUt0poREmwQ+WDB+hkQqZjsITKmhBNbatfvcYFRGGfimwerF4KLQ9PP5JvfApm6\
        6NbPznhxAZbxLmfocfk3clTrVMPrcYiRjmfrP0CB+fj3dDF8J3MVn2r2pG7qVANAonzaeLd9f239KzFmIxOhBKcJGz6rGiY5eM/d\
        IVH/Uka/5aZ1pySe4OgLtDPBzNe596eX93czglJIaOGy2fYxqzmYIm0KfCpPfLlgRRcP/xvM+g1MS+ri965mnQIBAw==
        """

    /// P-256.
    static let ellipticKey =
        """
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELkLLvE845aaHAigsBgDVN1312sHjcJuNWMM2/cosHOIbaWJENKzGOlyb7bgUxRL4\
        /kVkZP17qmZacLtXJe9GWg==
        """
}
