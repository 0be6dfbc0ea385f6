// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** The fields of go-sev-guest's {@code check.Policy}, a line each: what it demands here, and how it is read. */
enum GoPolicyField {
    MINIMUM_GUEST_SVN("guest-svn", (go, name) -> go.number(name, 32, "guest-svn")),
    POLICY(
            "policy: smt, migrate-ma, debug and cxl off where its bit is clear, the others on where it is set, abi at"
                    + " least; allow-debug and allow-migrate-ma where its bits are set",
            GoPolicy::guestPolicy),
    FAMILY_ID("family-id", (go, name) -> go.bytes(name, 16, "family-id")),
    IMAGE_ID("image-id", (go, name) -> go.bytes(name, 16, "image-id")),
    VMPL("vmpl", GoPolicy::vmpl),
    MINIMUM_TCB("minimum-tcb, for each generation in its own components", (go, name) -> go.tcb(name, "minimum-tcb")),
    MINIMUM_LAUNCH_TCB(
            "minimum-launch-tcb, for each generation in its own components",
            (go, name) -> go.tcb(name, "minimum-launch-tcb")),
    PLATFORM_INFO(
            "platform-info: smt, tsme and tio off where its bit is clear, the others on where it is set",
            GoPolicy::platformInfo),
    REQUIRE_AUTHOR_KEY("author-key-digest with the trusted hashes, id-block", GoPolicy::leave),
    REPORT_DATA("report-data", (go, name) -> go.bytes(name, 64, "report-data")),
    MEASUREMENT("measurement", (go, name) -> go.bytes(name, 48, "measurement")),
    HOST_DATA("host-data", (go, name) -> go.bytes(name, 32, "host-data")),
    REPORT_ID("report-id", (go, name) -> go.bytes(name, 32, "report-id")),
    REPORT_ID_MA("report-id-ma", (go, name) -> go.bytes(name, 32, "report-id-ma")),
    CHIP_ID("allowed-chip", (go, name) -> go.bytes(name, 64, "allowed-chip")),
    MINIMUM_BUILD("minimum-build", (go, name) -> go.number(name, 8, "minimum-build")),
    MINIMUM_VERSION("minimum-firmware", GoPolicy::version),
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
