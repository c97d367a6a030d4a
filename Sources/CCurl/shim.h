/* libcurl. Imported by HTTPClient alone. curl_easy_setopt and curl_easy_getinfo are variadic: static inlines. */
#include <curl/curl.h>

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

/* The signature of CURLOPT_WRITEFUNCTION and of CURLOPT_HEADERFUNCTION. */
typedef size_t (*muster_curl_receive)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode muster_curl_set_receive(CURL *handle, CURLoption option, muster_curl_receive value)
{
    return curl_easy_setopt(handle, option, value);
}

/* The status code of the last answer, 0 when there was none. */
static inline long muster_curl_status(CURL *handle)
{
    long status = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}

/* CURL_BLOB_COPY, which is a macro of a kind that does not import. */
static inline CURLcode muster_curl_set_blob(CURL *handle, CURLoption option, const void *bytes, size_t count)
{
    struct curl_blob blob = { (void *) bytes, count, CURL_BLOB_COPY };
    return curl_easy_setopt(handle, option, &blob);
}

/* Initialises the library once for the process; not safe to race, so the caller calls it from one place. */
static inline CURLcode muster_curl_initialise(void)
{
    return curl_global_init(CURL_GLOBAL_ALL);
}
