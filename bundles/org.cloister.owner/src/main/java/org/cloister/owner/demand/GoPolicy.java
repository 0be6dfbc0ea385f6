// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.report.PlatformInfo;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;

/**
 * The policies of go-sev-guest ({@code proto/check.proto}) in protobuf's JSON, as its package {@code validate} judges
 * by them. Zeros and empty bytes are what is not there, as in protobuf. For one thread.
 */
final class GoPolicy {
    private static final String POLICY = "policy";
    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");
    private static final long ALWAYS_SET = 1L << 17;
    private static final long KNOWN_BITS = 0x3ff_ffff;
    private static final int MOST_VMPL = 3;
    private static final int CHIP_ID = 64;

    private final ForeignFields fields;
    private final ForeignDemands into;
    private final Optional<Generation> product;

    private GoPolicy(ForeignFields fields, ForeignDemands into) {
        this.fields = fields;
        this.into = into;
        this.product = GoProduct.named(fields.object("product"));
    }

    /** Whether it is a {@code check.Config}. */
    static boolean isConfig(ForeignFields all) {
        return all.hasObject(POLICY) || all.hasObject("rootOfTrust") || all.hasObject("root_of_trust");
    }

    /** Whether it is a {@code check.Policy}. */
    static boolean isPolicy(ForeignFields all) {
        return GoPolicyField.keys().stream().anyMatch(camel(all)::has);
    }

    static Demands config(ForeignFields all) {
        ForeignFields config = camel(all);
        config.requireOnly(List.of(POLICY, GoTrustField.PARENT));
        ForeignDemands into = new ForeignDemands();
        GoPolicy policy = new GoPolicy(camel(config.object(POLICY)), into);
        policy.read();
        GoTrustField.read(camel(config.object(GoTrustField.PARENT)), policy.product, into);
        return into.all();
    }

    static Demands policy(ForeignFields all) {
        ForeignDemands into = new ForeignDemands();
        new GoPolicy(camel(all), into).read();
        return into.all();
    }

    private static ForeignFields camel(ForeignFields fields) {
        return fields.renamed(GoPolicy::camel);
    }

    /** A name of protobuf's in its JSON: {@code minimumTcb} for {@code minimum_tcb}. */
    static String camel(String name) {
        return UNDERSCORE.matcher(name).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    private void read() {
        fields.requireOnly(GoPolicyField.keys());
        for (GoPolicyField field : GoPolicyField.values()) {
            field.read(this);
        }
        new GoKeys(fields, into).read();
        into.add(DemandName.NO_UNKNOWN_BITS, DemandName.YES, fields.file());
        into.note("go-sev-guest refuses what it does not know in a report, and so does no-unknown-bits here");
        into.note("go-sev-guest compares reported, committed and current TCB component by component; here they are"
                + " compared as firmware does");
    }

    /** One of those that are read with others. */
    void leave(String name) {}

    void number(String name, int bits, String item) {
        fields.number(name, bits)
                .filter(number -> number != 0)
                .ifPresent(number -> into.add(item, number.toString(), fields.place(name)));
    }

    void bytes(String name, int size, String item) {
        fields.text(name)
                .filter(text -> !text.isEmpty())
                .map(text -> fields.base64(name, text, size))
                .map(Bytes::hex)
                .ifPresent(hex -> into.add(item, hex, fields.place(name)));
    }

    void chip(String name) {
        fields.text(name).filter(text -> text.matches("A+=*")).ifPresent(zeros -> {
            throw fields.wrong(name, "a chip that the host masks cannot be demanded here", "leave the zeros out");
        });
        bytes(name, CHIP_ID, DemandName.ALLOWED_CHIP);
    }

    void guestPolicy(String name) {
        long ceiling = fields.number(name, Long.SIZE).orElse(0L);
        if (ceiling == 0) {
            ceiling = ALWAYS_SET;
            into.note("policy is not there: nothing that widens what the host may do is allowed, as by 0x20000");
        }
        if ((ceiling & ALWAYS_SET) == 0 || (ceiling & ~KNOWN_BITS) != 0) {
            throw fields.form(name, "bit 17 set and none above bit 25; found " + Numbers.hex(ceiling));
        }
        into.add(DemandName.POLICY, ForeignCeiling.policy(ceiling), fields.place(name));
        allow(DemandName.ALLOW_DEBUG, SnpPolicyBit.DEBUG.in(ceiling), name);
        allow(DemandName.ALLOW_MIGRATE_MA, SnpPolicyBit.MIGRATE_MA.in(ceiling), name);
    }

    private void allow(String item, boolean allowed, String name) {
        if (allowed) {
            into.add(item, DemandName.YES, fields.place(name));
        }
    }

    void vmpl(String name) {
        Optional<Long> level = fields.number(name, Integer.SIZE);
        if (level.filter(one -> one > MOST_VMPL).isPresent()) {
            throw fields.form(name, "0 to " + MOST_VMPL);
        }
        level.ifPresentOrElse(
                one -> into.add(DemandName.VMPL, one.toString(), fields.place(name)),
                () -> into.note("vmpl is not there: go-sev-guest takes any, here reports that the host asked for and"
                        + " levels above 3 are refused"));
    }

    void tcb(String name, String item) {
        fields.number(name, Long.SIZE)
                .filter(least -> least != 0)
                .ifPresent(least ->
                        ForeignCeiling.tcb(least, product).forEach(value -> into.add(item, value, fields.place(name))));
    }

    void platformInfo(String name) {
        Optional<PlatformInfo> ceiling = fields.number(name, Long.SIZE).map(PlatformInfo::new);
        ceiling.filter(one -> one.unknown() != 0).ifPresent(one -> {
            throw fields.form(name, "bits 0 to 7; found " + Numbers.hex(one.raw()));
        });
        ceiling.flatMap(ForeignCeiling::platform)
                .ifPresent(value -> into.add(DemandName.PLATFORM_INFO, value, fields.place(name)));
        ceiling.ifPresent(one -> into.note("platformInfo: go-sev-guest does not know iommu-write-safe and refuses every"
                + " report that has it on; here it may be on"));
    }

    void version(String name) {
        fields.text(name).filter(text -> !text.isEmpty()).ifPresent(text -> {
            if (Numbers.parseVersion(text, 2, 2).isEmpty()) {
                throw fields.form(name, "MAJOR.MINOR");
            }
            into.add(DemandName.MINIMUM_FIRMWARE, text, fields.place(name));
        });
    }

    void provisional(String name) {
        if (!fields.flag(name)) {
            into.add(DemandName.NO_PROVISIONAL, DemandName.YES, fields.place(name));
        }
        if (!fields.has(name)) {
            into.note("permitProvisionalFirmware is not there: the firmware that runs has to be committed");
        }
    }

    void refuseKeys(String name) {
        if (!fields.texts(name).isEmpty()) {
            throw fields.wrong(
                    name,
                    "keys are taken by their digest, not by certificates",
                    "give the SHA-384 digest of the key, as id-block digest prints it, among the hashes");
        }
    }

    void product(String name) {
        product.ifPresent(one -> into.add(DemandName.PRODUCT, one.product(), fields.place(name)));
    }
}
