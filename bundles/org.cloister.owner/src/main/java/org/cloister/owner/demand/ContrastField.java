// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** The fields of one of Contrast's reference values for SEV-SNP, a line each: what it demands here. */
enum ContrastField {
    PLATFORM("Platform", "nothing: a name; refused where it is one without protection", ContrastValue::platform),
    PRODUCT("ProductName", "product", ContrastValue::product),
    MEASUREMENT("TrustedMeasurement", "measurement", ContrastValue::measurement),
    MINIMUM_TCB("MinimumTCB", "minimum-tcb and minimum-launch-tcb of its product", ContrastValue::minimumTcb),
    GUEST_POLICY("GuestPolicy", "policy, the whole of it, as Contrast signs it in an ID block", ContrastValue::policy),
    PLATFORM_INFO(
            "PlatformInfo",
            "platform-info: smt, tsme and tio off where it has them off, the others on where it has them on",
            ContrastValue::platformInfo),
    MITIGATIONS("MinimumMitigationVector", "launch-mitigations and current-mitigations", ContrastValue::mitigations),
    CHIPS("AllowedChipIDs", "allowed-chip", ContrastValue::chips),
    AP_ENTRY("APEIP", "refused: then the digest is one to begin with, and not one of a guest", ContrastValue::apEntry),
    CPUS("CPUs", "nothing: they are in the measurement", ContrastValue::cpus);

    private final String key;
    private final String ours;
    private final BiConsumer<ContrastValue, String> reader;

    /** @param ours the items that it becomes, for the documentation */
    ContrastField(String key, String ours, BiConsumer<ContrastValue, String> reader) {
        this.key = key;
        this.ours = ours;
        this.reader = reader;
    }

    String key() {
        return key;
    }

    String ours() {
        return ours;
    }

    void read(ContrastValue value) {
        reader.accept(value, key);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ContrastField::key).toList();
    }
}
