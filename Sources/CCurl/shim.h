/* libcurl. Imported by HTTPClient alone. curl_easy_setopt and curl_easy_getinfo are variadic: static inlines. */
#include <curl/curl.h>
