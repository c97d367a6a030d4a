/* The parts of OpenSSL 3 libcrypto that Muster uses. Imported by Cryptography alone. */
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdint.h>

/* Macros that Swift cannot read. */
static const int muster_EVP_PKEY_PUBLIC_KEY = EVP_PKEY_PUBLIC_KEY;
static const int muster_EVP_PKEY_KEYPAIR = EVP_PKEY_KEYPAIR;
static const int muster_ERR_R_UNSUPPORTED = ERR_R_UNSUPPORTED;

/* A small number that belongs to the calling thread, counted from 1 in order of first use. It picks the slot in which
   a thread keeps its contexts; two threads may come to share a slot, which costs time and nothing else. */
static inline uint32_t muster_thread_ordinal(void) {
    static _Thread_local uint32_t ordinal;
    static uint32_t last;
    if (ordinal == 0) ordinal = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
    return ordinal;
}
