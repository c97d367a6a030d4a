// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The vault's formats written a second time, in Python on top of its `cryptography` package.
enum PythonOracle {
    static let script = #"""
        import hashlib, hmac, json, struct, sys
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        given = json.load(sys.stdin)
        ring = json.load(open(given['directory'] + '/keyring.json'))
        root = bytes.fromhex(open(given['directory'] + '/root.key').read().strip())
        said = {}

        def mac(key, text):
            return hmac.new(key, text, hashlib.sha256).digest()

        def field(value):
            if isinstance(value, int):
                value = struct.pack('>q', value)
            if isinstance(value, str):
                value = value.encode()
            return struct.pack('>I', len(value)) + value

        def optional(value):
            return field(0 if value is None else 1) + field(value or b'')

        text = field('muster-key-ring') + field(1) + field(ring['environment']) + field(ring['revision'])
        text += field(bytes.fromhex(ring['root']['check'])) + optional(None) + field(0) + field(0) + field(0)
        text += field(len(ring['keys']))
        for key in ring['keys']:
            text += field(key['id']) + field(key['purpose']) + field(key['created']) + field(key['state'])
            text += field(key.get('number', 0)) + optional(bytes.fromhex(key['wrapped']))
        right = mac(mac(root, b'muster key ring 1: integrity'), text).hex() == ring['integrity']
        right = right and mac(root, b'muster key ring 1: root key check')[:16].hex() == ring['root']['check']
        said['integrity'] = 'right' if right else 'wrong'

        wrapping = AESGCM(mac(root, b'muster key ring 1: wrapping'))
        keys = {}
        numbered = {}
        for key in ring['keys']:
            about = field('muster wrapped key 1') + field(key['id']) + field(key['purpose']) + field(key['created'])
            about += field(key.get('number', 0))
            wrapped = bytes.fromhex(key['wrapped'])
            keys[key['purpose']] = wrapping.decrypt(wrapped[:12], wrapped[12:], about)
            if 'number' in key:
                numbered[key['number']] = keys[key['purpose']]

        place = bytes([2]) + bytes(range(1, 9))
        for name in ['old', 'new']:
            blob = bytes.fromhex(given[name])
            assert blob[0] == 1
            key = numbered[blob[1] << 8 | blob[2]]
            said[name] = AESGCM(key).decrypt(blob[3:15], blob[15:], place).decode()
        nonce = bytes(range(12))
        last = max(numbered)
        blob = AESGCM(numbered[last]).encrypt(nonce, b'sealed elsewhere', place)
        said['sealed'] = (bytes([1, last >> 8, last & 255]) + nonce + blob).hex()

        said['index'] = mac(keys['index'], bytes([1]) + struct.pack('>q', 7) + b'ada').hex()

        number = int.from_bytes(mac(keys['index'], b'\0payment account reference\0' + b'5186009999990001'), 'big')
        said['par'] = '5001'
        for _ in range(25):
            number, digit = divmod(number, 36)
            said['par'] += '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[digit]

        block = Cipher(algorithms.AES(keys['token-number']), modes.ECB())

        def permute(value, bin):
            while True:
                left, right = value >> 15, value & 0x7FFF
                for turn in range(10):
                    encryptor = block.encryptor()
                    mixed = encryptor.update(struct.pack('<QII', turn, bin, right)) + encryptor.finalize()
                    left, right = right, left ^ (struct.unpack('<I', mixed[:4])[0] & 0x7FFF)
                value = left << 15 | right
                if value < 10 ** 9:
                    return value

        def luhn(digits):
            total = 0
            for place, digit in enumerate(reversed(digits)):
                value = int(digit) * (2 if place % 2 == 0 else 1)
                total += value - 9 if value > 9 else value
            return str(-total % 10)

        for sequence in [0, 1, 999999999]:
            digits = '520473%09d' % permute(sequence, 520473)
            said['token %d' % sequence] = digits + luhn(digits)

        json.dump(said, sys.stdout)
        """#
}
