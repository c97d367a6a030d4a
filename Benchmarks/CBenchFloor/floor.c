#include "CBenchFloor.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

struct floor_key {
    EVP_PKEY *key;
    EVP_PKEY_CTX *decrypt, *encrypt;
    EVP_CIPHER_CTX *gcm;
    EVP_CIPHER *aes128, *aes256;
    EVP_MD_CTX *digest;
    EVP_MD *sha256;
    unsigned char *scratch;
    size_t scratch_size;
    signed char value[256];
};

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int oaep(EVP_PKEY_CTX *context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_oaep_md_name(context, "SHA256", NULL) > 0 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, "SHA256", NULL) > 0;
}

floor_key *floor_key_create(const unsigned char *der, size_t length) {
    floor_key *key = calloc(1, sizeof *key);
    if (!key) return NULL;
    const unsigned char *at = der;
    key->key = d2i_AutoPrivateKey(NULL, &at, (long)length);
    if (!key->key) {
        free(key);
        return NULL;
    }
    key->decrypt = EVP_PKEY_CTX_new(key->key, NULL);
    key->encrypt = EVP_PKEY_CTX_new(key->key, NULL);
    key->gcm = EVP_CIPHER_CTX_new();
    key->aes128 = EVP_CIPHER_fetch(NULL, "AES-128-GCM", NULL);
    key->aes256 = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    key->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    key->digest = EVP_MD_CTX_new();
    memset(key->value, -1, sizeof key->value);
    for (int i = 0; i < 64; i++) key->value[(unsigned char)alphabet[i]] = (signed char)i;
    if (EVP_PKEY_decrypt_init(key->decrypt) <= 0 || !oaep(key->decrypt) || EVP_PKEY_encrypt_init(key->encrypt) <= 0 ||
        !oaep(key->encrypt)) {
        floor_key_destroy(key);
        return NULL;
    }
    return key;
}

void floor_key_destroy(floor_key *key) {
    if (!key) return;
    EVP_PKEY_CTX_free(key->decrypt);
    EVP_PKEY_CTX_free(key->encrypt);
    EVP_CIPHER_CTX_free(key->gcm);
    EVP_CIPHER_free(key->aes128);
    EVP_CIPHER_free(key->aes256);
    EVP_MD_free(key->sha256);
    EVP_MD_CTX_free(key->digest);
    EVP_PKEY_free(key->key);
    free(key->scratch);
    free(key);
}

static unsigned char *scratch(floor_key *key, size_t size) {
    if (key->scratch_size < size) {
        free(key->scratch);
        key->scratch = malloc(size);
        key->scratch_size = key->scratch ? size : 0;
    }
    return key->scratch;
}

static long decode(const floor_key *key, const char *text, size_t length, unsigned char *out) {
    size_t at = 0;
    unsigned char *start = out;
    for (; at + 4 <= length; at += 4) {
        int a = key->value[(unsigned char)text[at]], b = key->value[(unsigned char)text[at + 1]];
        int c = key->value[(unsigned char)text[at + 2]], d = key->value[(unsigned char)text[at + 3]];
        if ((a | b | c | d) < 0) return -1;
        unsigned word = (unsigned)a << 18 | (unsigned)b << 12 | (unsigned)c << 6 | (unsigned)d;
        *out++ = (unsigned char)(word >> 16);
        *out++ = (unsigned char)(word >> 8);
        *out++ = (unsigned char)word;
    }
    size_t rest = length - at;
    if (rest == 1) return -1;
    if (rest >= 2) {
        int a = key->value[(unsigned char)text[at]], b = key->value[(unsigned char)text[at + 1]];
        int c = rest == 3 ? key->value[(unsigned char)text[at + 2]] : 0;
        if ((a | b | c) < 0) return -1;
        unsigned word = (unsigned)a << 18 | (unsigned)b << 12 | (unsigned)c << 6;
        *out++ = (unsigned char)(word >> 16);
        if (rest == 3) *out++ = (unsigned char)(word >> 8);
    }
    return (long)(out - start);
}

static size_t encode(const unsigned char *bytes, size_t length, char *out) {
    char *start = out;
    size_t at = 0;
    for (; at + 3 <= length; at += 3) {
        unsigned word = (unsigned)bytes[at] << 16 | (unsigned)bytes[at + 1] << 8 | bytes[at + 2];
        *out++ = alphabet[word >> 18];
        *out++ = alphabet[word >> 12 & 63];
        *out++ = alphabet[word >> 6 & 63];
        *out++ = alphabet[word & 63];
    }
    if (length - at == 1) {
        *out++ = alphabet[bytes[at] >> 2];
        *out++ = alphabet[(bytes[at] & 3) << 4];
    } else if (length - at == 2) {
        unsigned word = (unsigned)bytes[at] << 16 | (unsigned)bytes[at + 1] << 8;
        *out++ = alphabet[word >> 18];
        *out++ = alphabet[word >> 12 & 63];
        *out++ = alphabet[word >> 6 & 63];
    }
    return (size_t)(out - start);
}

long floor_jwe_decrypt(floor_key *key, const char *token, size_t length, unsigned char *out) {
    const char *part[5];
    size_t size[5];
    const char *at = token, *end = token + length;
    for (int i = 0; i < 5; i++) {
        const char *dot = i == 4 ? end : memchr(at, '.', (size_t)(end - at));
        if (!dot) return -1;
        part[i] = at;
        size[i] = (size_t)(dot - at);
        at = dot + 1;
    }
    unsigned char wrapped[512], content[512], iv[16], tag[16];
    if (size[1] > 600 || size[2] > 16 || size[4] > 22) return -1;
    long wrapped_size = decode(key, part[1], size[1], wrapped);
    size_t content_size = sizeof content;
    if (wrapped_size < 0 ||
        EVP_PKEY_decrypt(key->decrypt, content, &content_size, wrapped, (size_t)wrapped_size) <= 0)
        return -1;
    if (decode(key, part[2], size[2], iv) != 12 || decode(key, part[4], size[4], tag) != 16) return -1;
    unsigned char *ciphertext = scratch(key, size[3] + 4);
    long count = ciphertext ? decode(key, part[3], size[3], ciphertext) : -1;
    if (count < 0) return -1;
    int written = 0, last = 0;
    if (EVP_DecryptInit_ex2(key->gcm, content_size == 32 ? key->aes256 : key->aes128, content, iv, NULL) <= 0 ||
        EVP_DecryptUpdate(key->gcm, NULL, &written, (const unsigned char *)part[0], (int)size[0]) <= 0 ||
        EVP_DecryptUpdate(key->gcm, out, &written, ciphertext, (int)count) <= 0 ||
        EVP_CIPHER_CTX_ctrl(key->gcm, EVP_CTRL_AEAD_SET_TAG, 16, tag) <= 0 ||
        EVP_DecryptFinal_ex(key->gcm, out + written, &last) <= 0)
        return -1;
    return written + last;
}

long floor_jwe_encrypt(floor_key *key, const char *header, const unsigned char *plaintext, size_t length, char *out) {
    unsigned char content[16], iv[12], tag[16], wrapped[512];
    size_t wrapped_size = sizeof wrapped, header_size = strlen(header);
    if (RAND_bytes(content, sizeof content) <= 0 || RAND_bytes(iv, sizeof iv) <= 0 ||
        EVP_PKEY_encrypt(key->encrypt, wrapped, &wrapped_size, content, sizeof content) <= 0)
        return -1;
    unsigned char *ciphertext = scratch(key, length + 16);
    int written = 0, last = 0;
    if (!ciphertext || EVP_EncryptInit_ex2(key->gcm, key->aes128, content, iv, NULL) <= 0 ||
        EVP_EncryptUpdate(key->gcm, NULL, &written, (const unsigned char *)header, (int)header_size) <= 0 ||
        EVP_EncryptUpdate(key->gcm, ciphertext, &written, plaintext, (int)length) <= 0 ||
        EVP_EncryptFinal_ex(key->gcm, ciphertext + written, &last) <= 0 ||
        EVP_CIPHER_CTX_ctrl(key->gcm, EVP_CTRL_AEAD_GET_TAG, 16, tag) <= 0)
        return -1;
    char *at = out;
    memcpy(at, header, header_size);
    at += header_size;
    *at++ = '.';
    at += encode(wrapped, wrapped_size, at);
    *at++ = '.';
    at += encode(iv, sizeof iv, at);
    *at++ = '.';
    at += encode(ciphertext, length, at);
    *at++ = '.';
    at += encode(tag, sizeof tag, at);
    return (long)(at - out);
}

int floor_sign(floor_key *key, const unsigned char *message, size_t length, unsigned char *out) {
    size_t size = 256;
    return EVP_DigestSignInit_ex(key->digest, NULL, "SHA256", NULL, NULL, key->key, NULL) > 0 &&
           EVP_DigestSign(key->digest, out, &size, message, length) > 0;
}

int floor_verify(floor_key *key, const unsigned char *message, size_t length, const unsigned char *signature) {
    return EVP_DigestVerifyInit_ex(key->digest, NULL, "SHA256", NULL, NULL, key->key, NULL) > 0 &&
           EVP_DigestVerify(key->digest, signature, 256, message, length) > 0;
}
