// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

#include "CPhoneNumber.h"

#include <phonenumbers/phonemetadata.pb.h>
#include <phonenumbers/phonenumberutil.h>
#include <string>

// The plans as the library has them compiled in. It exports the two functions but installs no header for them.
namespace i18n {
namespace phonenumbers {
int metadata_size();
const void *metadata_get();
} // namespace phonenumbers
} // namespace i18n

namespace {

using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberDesc;
using i18n::phonenumbers::PhoneNumberUtil;

const PhoneMetadataCollection &collection() {
    // Never freed: what is handed out points into it.
    static const PhoneMetadataCollection *const all = [] {
        auto *read = new PhoneMetadataCollection;
        if (!read->ParseFromArray(i18n::phonenumbers::metadata_get(), i18n::phonenumbers::metadata_size())) {
            read->Clear();
        }
        return read;
    }();
    return *all;
}

cphonenumber_text text(const std::string &string) {
    return cphonenumber_text{string.data(), string.size()};
}

cphonenumber_kind kind(const PhoneNumberDesc &desc) {
    cphonenumber_kind result = {text(desc.national_number_pattern()), 0, desc.possible_length_size() > 0};
    for (int length : desc.possible_length()) {
        // -1 stands for "does not occur".
        if (length > 0 && length < 32) {
            result.lengths |= uint32_t(1) << length;
        }
    }
    return result;
}

} // namespace

extern "C" size_t cphonenumber_region_count(void) {
    try {
        return size_t(collection().metadata_size());
    } catch (...) {
        return 0;
    }
}

extern "C" cphonenumber_region cphonenumber_region_at(size_t index) {
    const PhoneMetadata &data = collection().metadata(int(index));
    cphonenumber_region region = {};
    region.id = text(data.id());
    region.calling_code = data.country_code();
    region.is_main = data.main_country_for_code();
    region.trunk_prefix = text(data.national_prefix_for_parsing());
    region.leading_digits = text(data.leading_digits());
    region.mobile_example = text(data.mobile().example_number());
    const PhoneNumberDesc *descs[CPHONENUMBER_KINDS] = {
        &data.general_desc(), &data.mobile(),       &data.fixed_line(), &data.toll_free(), &data.premium_rate(),
        &data.shared_cost(),  &data.personal_number(), &data.voip(),    &data.pager(),     &data.uan(),
        &data.voicemail(),
    };
    for (int at = 0; at < CPHONENUMBER_KINDS; at++) {
        region.kinds[at] = kind(*descs[at]);
    }
    return region;
}

extern "C" bool cphonenumber_is_valid(int32_t calling_code, const char *digits, size_t count) {
    if (count == 0 || count > 17) {
        return false;
    }
    try {
        uint64_t value = 0;
        size_t zeros = 0;
        for (size_t at = 0; at < count; at++) {
            if (digits[at] < '0' || digits[at] > '9') {
                return false;
            }
            zeros += zeros == at && digits[at] == '0';
            value = value * 10 + uint64_t(digits[at] - '0');
        }
        PhoneNumber number;
        number.set_country_code(calling_code);
        number.set_national_number(value);
        if (zeros > 0 && count > 1) {
            // The last digit counts even when it is a zero too.
            number.set_italian_leading_zero(true);
            number.set_number_of_leading_zeros(int(zeros == count ? count - 1 : zeros));
        }
        return PhoneNumberUtil::GetInstance()->IsValidNumber(number);
    } catch (...) {
        return false;
    }
}
