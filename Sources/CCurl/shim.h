/* libcurl. Imported by HTTPClient and MailClient alone. curl_easy_setopt and curl_easy_getinfo are variadic: static
   inlines. */
#include <curl/curl.h>
#include <poll.h>

static inline CURLcode muster_curl_set_long(CURL *handle, CURLoption option, long value)
{
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode muster_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value)
{
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode muster_curl_set_pointer(CURL *handle, CURLoption option, const void *value)
{
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode muster_curl_set_text(CURL *handle, CURLoption option, const char *value)
{
    return curl_easy_setopt(handle, option, value);
}

/* The signature of CURLOPT_WRITEFUNCTION, of CURLOPT_HEADERFUNCTION and of CURLOPT_READFUNCTION. */
typedef size_t (*muster_curl_transfer)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode muster_curl_set_transfer(CURL *handle, CURLoption option, muster_curl_transfer value)
{
    return curl_easy_setopt(handle, option, value);
}

/* The status code of the last answer, 0 when there was none. */
static inline long muster_curl_status(CURL *handle)
{
    long status = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}

/* 1: the other side has said nothing since the last answer, not even that it has closed; or there is no connection. */
static inline int muster_curl_is_quiet(CURL *handle)
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK || socket == CURL_SOCKET_BAD)
        return 1;
    struct pollfd question = { socket, POLLIN, 0 };
    return poll(&question, 1, 0) == 0;
}

/* CURL_BLOB_COPY, which is a macro of a kind that does not import. */
static inline CURLcode muster_curl_set_blob(CURL *handle, CURLoption option, const void *bytes, size_t count)
{
    struct curl_blob blob = { (void *) bytes, count, CURL_BLOB_COPY };
    return curl_easy_setopt(handle, option, &blob);
}

/* Initialises the library for the process. Any thread may: since 7.84 it counts, under a lock of its own. */
static inline CURLcode muster_curl_initialise(void)
{
    return curl_global_init(CURL_GLOBAL_ALL);
}
