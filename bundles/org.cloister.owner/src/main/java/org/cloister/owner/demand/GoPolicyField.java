// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** The fields of go-sev-guest's {@code check.Policy}, a line each: what it demands here, and how it is read. */
enum GoPolicyField {
    MINIMUM_GUEST_SVN(DemandName.GUEST_SVN, (go, name) -> go.number(name, 32, DemandName.GUEST_SVN)),
    POLICY(
            "policy: smt, migrate-ma, debug and cxl off where its bit is clear, the others on where it is set, abi at"
                    + " least; allow-debug and allow-migrate-ma where its bits are set",
            GoPolicy::guestPolicy),
    FAMILY_ID(DemandName.FAMILY_ID, (go, name) -> go.bytes(name, 16, DemandName.FAMILY_ID)),
    IMAGE_ID(DemandName.IMAGE_ID, (go, name) -> go.bytes(name, 16, DemandName.IMAGE_ID)),
    VMPL(DemandName.VMPL, GoPolicy::vmpl),
    MINIMUM_TCB(
            "minimum-tcb, for each generation in its own components",
            (go, name) -> go.tcb(name, DemandName.MINIMUM_TCB)),
    MINIMUM_LAUNCH_TCB(
            "minimum-launch-tcb, for each generation in its own components",
            (go, name) -> go.tcb(name, DemandName.MINIMUM_LAUNCH_TCB)),
    PLATFORM_INFO(
            "platform-info: smt, tsme and tio off where its bit is clear, the others on where it is set",
            GoPolicy::platformInfo),
    REQUIRE_AUTHOR_KEY("author-key-digest with the trusted hashes, id-block", GoPolicy::leave),
    REPORT_DATA(DemandName.REPORT_DATA, (go, name) -> go.bytes(name, 64, DemandName.REPORT_DATA)),
    MEASUREMENT(DemandName.MEASUREMENT, (go, name) -> go.bytes(name, 48, DemandName.MEASUREMENT)),
    HOST_DATA(DemandName.HOST_DATA, (go, name) -> go.bytes(name, 32, DemandName.HOST_DATA)),
    REPORT_ID(DemandName.REPORT_ID, (go, name) -> go.bytes(name, 32, DemandName.REPORT_ID)),
    REPORT_ID_MA(DemandName.REPORT_ID_MA, (go, name) -> go.bytes(name, 32, DemandName.REPORT_ID_MA)),
    CHIP_ID(DemandName.ALLOWED_CHIP, GoPolicy::chip),
    MINIMUM_BUILD(DemandName.MINIMUM_BUILD, (go, name) -> go.number(name, 8, DemandName.MINIMUM_BUILD)),
    MINIMUM_VERSION(DemandName.MINIMUM_FIRMWARE, GoPolicy::version),
    PERMIT_PROVISIONAL_FIRMWARE("no-provisional where it is false or not there", GoPolicy::provisional),
    REQUIRE_ID_BLOCK("id-key-digest or author-key-digest with the trusted hashes, id-block", GoPolicy::leave),
    TRUSTED_AUTHOR_KEYS("refused: give hashes", GoPolicy::refuseKeys),
    TRUSTED_AUTHOR_KEY_HASHES("author-key-digest; refused where no key is required", GoPolicy::leave),
    TRUSTED_ID_KEYS("refused: give hashes", GoPolicy::refuseKeys),
    TRUSTED_ID_KEY_HASHES("id-key-digest; refused where no key is required", GoPolicy::leave),
    PRODUCT("product by its name; refused with a stepping", GoPolicy::product);

    private final String ours;
    private final BiConsumer<GoPolicy, String> reader;

    /** @param ours the items that it becomes, for the documentation */
    GoPolicyField(String ours, BiConsumer<GoPolicy, String> reader) {
        this.ours = ours;
        this.reader = reader;
    }

    /** Its name in JSON. */
    String key() {
        return GoPolicy.camel(name().toLowerCase(Locale.ROOT));
    }

    String ours() {
        return ours;
    }

    void read(GoPolicy policy) {
        reader.accept(policy, key());
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(GoPolicyField::key).toList();
    }
}
