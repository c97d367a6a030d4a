// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// One thing that a client may have done differently when it built its base string.
struct ClientMistake {
    let hint: String
    let apply: (inout BaseStringVariant) -> Void

    init(_ hint: String, _ apply: @escaping (inout BaseStringVariant) -> Void) {
        self.hint = hint
        self.apply = apply
    }

    static func all(_ signed: SignedParts, otherOrigins: [PublicOrigin], body: [UInt8]) -> [ClientMistake] {
        let hosts = otherOrigins.filter { $0 != signed.origin }.map { other in
            ClientMistake("The client signed \(other), but this server is \(signed.origin).") {
                $0.origin = other.description
            }
        }
        return hosts + originMistakes(signed) + pathMistakes + queryMistakes + orderMistakes + headerMistakes(body)
    }

    private static func originMistakes(_ signed: SignedParts) -> [ClientMistake] {
        let origin = signed.origin
        let other = origin.scheme == .http ? PublicOrigin.Scheme.https : .http
        let front = origin.scheme.rawValue + "://"
        let port = origin.port.map { ":" + String($0) } ?? ""
        let standardPort = origin.scheme == .http ? "80" : "443"
        var mistakes = [
            ClientMistake("The client signed \(other.rawValue):// where the server is reached by \(front).") {
                $0.origin = other.rawValue + "://" + origin.host + port
            },
            ClientMistake("The client signed the host in capitals; the base string has it in lower case.") {
                $0.origin = front + origin.host.uppercased() + port
            },
        ]
        if origin.port == nil {
            mistakes.append(
                ClientMistake("The client signed the port \(standardPort); the scheme's own port is left out.") {
                    $0.origin = front + origin.host + ":" + standardPort
                })
        } else {
            mistakes.append(
                ClientMistake("The client left the port out; only the scheme's own port is left out.") {
                    $0.origin = front + origin.host
                })
        }
        return mistakes
    }

    private static var pathMistakes: [ClientMistake] {
        let slash = UInt8(ascii: "/")
        return [
            ClientMistake("The client signed a path with or without a / at its end; it must be as sent.") {
                if $0.path.last == slash { $0.path.removeLast() } else { $0.path.append(slash) }
            },
            ClientMistake("The client decoded the path before signing; it must be as sent.") {
                $0.path = PercentEncoding.decode($0.path) ?? $0.path
            },
            ClientMistake("The client signed the path encoded once more than it was sent.") { variant in
                variant.path = Array(
                    variant.path.split(separator: slash, omittingEmptySubsequences: false)
                        .map { PercentEncoding.encode(Array($0)) }.joined(separator: [slash]))
            },
        ]
    }

    private static var queryMistakes: [ClientMistake] {
        [
            ClientMistake("The client left the query out of the base string.") { $0.query = [] },
            ClientMistake("The client encoded the query's values once more than it should (%25 where % was meant).") {
                $0.query = $0.query.map { (PercentEncoding.encode($0.key), PercentEncoding.encode($0.value)) }
            },
            ClientMistake("The client signed the query decoded; it must be encoded.") {
                $0.query = $0.query.map {
                    (PercentEncoding.decode($0.key) ?? $0.key, PercentEncoding.decode($0.value) ?? $0.value)
                }
            },
            ClientMistake("The client signed blanks of the query as +; they must be signed as %20.") {
                $0.query = $0.query.map { (plusForBlank($0.key), plusForBlank($0.value)) }
            },
        ]
    }

    private static var orderMistakes: [ClientMistake] {
        [
            ClientMistake("The client sorted the finished key=value texts; the order is by key, then by value.") {
                $0.order = .byJoinedText
            },
            ClientMistake("The client put all oauth_* parameters before the query's; they are sorted together.") {
                $0.order = .oauthFirst
                $0.header.sort { $0.key.lexicographicallyPrecedes($1.key) }
            },
            ClientMistake("The client put the query's parameters before all oauth_* ones; they are sorted together.") {
                $0.order = .queryFirst
                $0.header.sort { $0.key.lexicographicallyPrecedes($1.key) }
            },
            ClientMistake("The client did not sort the parameters.") { $0.order = .queryFirst },
            ClientMistake("The client wrote escapes with lower-case digits (%3d); they are upper case.") {
                $0.isLowerCase = true
            },
            ClientMistake("The client did not encode the parameter string as a whole.") {
                $0.isParameterStringBare = true
            },
        ]
    }

    private static func headerMistakes(_ body: [UInt8]) -> [ClientMistake] {
        let hash = Base64.encode(SHA256.hash(body))
        return [
            ClientMistake("The client did not sign oauth_body_hash although it sent it.") {
                $0.remove("oauth_body_hash")
            },
            ClientMistake("The client did not sign oauth_version although it sent it.") { $0.remove("oauth_version") },
            ClientMistake("The client encoded the header's values once more than it should.") {
                $0.header = $0.header.map { ($0.key, PercentEncoding.encode($0.value)) }
            },
            ClientMistake("The client signed another oauth_body_hash than it sent: the right one.") { variant in
                variant.replace("oauth_body_hash", with: hash)
            },
            ClientMistake("The client signed oauth_version=1.0 but did not send it.") {
                $0.header.append((Array("oauth_version".utf8), Array("1.0".utf8)))
            },
            ClientMistake("The client signed an empty oauth_token that it did not send.") {
                $0.header.append((Array("oauth_token".utf8), []))
            },
            ClientMistake("The client signed another method than it sent (GET).") { $0.method = Array("GET".utf8) },
            ClientMistake("The client signed another method than it sent (POST).") { $0.method = Array("POST".utf8) },
            ClientMistake("The client signed the method in lower case.") { $0.method = $0.method.map { $0 | 0x20 } },
        ]
    }

    private static func plusForBlank(_ text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var index = 0
        while index < text.count {
            let isBlank = text[index...].starts(with: "%20".utf8)
            out.append(isBlank ? UInt8(ascii: "+") : text[index])
            index += isBlank ? 3 : 1
        }
        return out
    }
}

extension BaseStringVariant {
    fileprivate mutating func remove(_ name: String) {
        header.removeAll { $0.key.elementsEqual(name.utf8) }
    }

    fileprivate mutating func replace(_ name: String, with value: [UInt8]) {
        for index in header.indices where header[index].key.elementsEqual(name.utf8) {
            header[index].value = value
        }
    }
}
