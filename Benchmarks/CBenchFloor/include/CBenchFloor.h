/* The C floor that benchmarks are compared with: the same operations written straight on OpenSSL, contexts kept,
   base64url by a scalar table. No checks beyond what the operation needs. */
#ifndef CBENCHFLOOR_H
#define CBENCHFLOOR_H

#include "load.h"

#include <stddef.h>

typedef struct floor_key floor_key;

/* A key from PKCS#8 DER; NULL when it cannot be read. */
floor_key *floor_key_create(const unsigned char *der, size_t length);
void floor_key_destroy(floor_key *key);

/* Decrypts a compact JWE (RSA-OAEP-256, A128GCM or A256GCM by the length of the content key, 12-byte IV) into out,
   which has room for the token. The number of plaintext bytes, or -1. */
long floor_jwe_decrypt(floor_key *key, const char *token, size_t length, unsigned char *out);

/* Encrypts with A128GCM under a header that is already base64url. The number of characters, or -1. */
long floor_jwe_encrypt(floor_key *key, const char *header, const unsigned char *plaintext, size_t length, char *out);

/* RS256 over message: 256 bytes into out; 1 when it worked. */
int floor_sign(floor_key *key, const unsigned char *message, size_t length, unsigned char *out);
int floor_verify(floor_key *key, const unsigned char *message, size_t length, const unsigned char *signature);

#endif
