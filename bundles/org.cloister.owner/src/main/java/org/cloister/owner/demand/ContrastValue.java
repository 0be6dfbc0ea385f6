// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.report.PlatformInfo;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.api.Numbers;

/** One of Contrast's reference values for SEV-SNP, as it judges reports by it. For one thread. */
final class ContrastValue {
    private static final List<Map.Entry<String, TcbComponent>> COMPONENTS = List.of(
            Map.entry("BootloaderVersion", TcbComponent.BOOTLOADER),
            Map.entry("TEEVersion", TcbComponent.TEE),
            Map.entry("SNPVersion", TcbComponent.SNP),
            Map.entry("MicrocodeVersion", TcbComponent.MICROCODE));
    private static final List<Map.Entry<String, SnpPolicyBit>> POLICY = List.of(
            Map.entry("SMT", SnpPolicyBit.SMT),
            Map.entry("MigrateMA", SnpPolicyBit.MIGRATE_MA),
            Map.entry("Debug", SnpPolicyBit.DEBUG),
            Map.entry("SingleSocket", SnpPolicyBit.SINGLE_SOCKET),
            Map.entry("CXLAllowed", SnpPolicyBit.CXL),
            Map.entry("MemAES256XTS", SnpPolicyBit.MEM_AES_256_XTS),
            Map.entry("RAPLDis", SnpPolicyBit.RAPL_DIS),
            Map.entry("CipherTextHidingDRAM", SnpPolicyBit.CIPHERTEXT_HIDING),
            Map.entry("PageSwapDisable", SnpPolicyBit.PAGE_SWAP_DISABLE));
    private static final List<Map.Entry<String, PlatformInfo.Bit>> PLATFORM = List.of(
            Map.entry("SMTEnabled", PlatformInfo.Bit.SMT),
            Map.entry("TSMEEnabled", PlatformInfo.Bit.TSME),
            Map.entry("ECCEnabled", PlatformInfo.Bit.ECC),
            Map.entry("RAPLDisabled", PlatformInfo.Bit.RAPL_DIS),
            Map.entry("CiphertextHidingDRAMEnabled", PlatformInfo.Bit.CIPHERTEXT_HIDING),
            Map.entry("AliasCheckComplete", PlatformInfo.Bit.ALIAS_CHECK),
            Map.entry("TIOEnabled", PlatformInfo.Bit.TIO));
    private static final String ABI_MAJOR = "ABIMajor";
    private static final String ABI_MINOR = "ABIMinor";
    private static final long ALWAYS_SET = 1L << 17;
    private static final int SHA_384 = 48;
    private static final int CHIP_ID = 64;

    private final ForeignFields fields;
    private final ForeignDemands into;

    ContrastValue(ForeignFields fields, ForeignDemands into) {
        this.fields = fields;
        this.into = into;
    }

    private static List<String> keys(List<? extends Map.Entry<String, ?>> table) {
        return table.stream().<String>map(Map.Entry::getKey).toList();
    }

    /** All of it, and what Contrast demands without saying it. */
    void read() {
        fields.requireOnly(ContrastField.keys());
        for (ContrastField field : ContrastField.values()) {
            field.read(this);
        }
        into.add(DemandName.VMPL, "0", fields.whole());
        into.add(DemandName.ID_BLOCK, DemandName.REQUIRED, fields.whole());
        into.add(DemandName.REQUIRE_CRL, DemandName.YES, fields.whole());
        into.add(DemandName.NO_UNKNOWN_BITS, DemandName.YES, fields.whole());
    }

    void platform(String name) {
        fields.text(name)
                .filter(one -> one.toLowerCase(Locale.ROOT).contains("insecure"))
                .ifPresent(one -> {
                    throw fields.wrong(name, "this takes guests without any protection", "leave this value out");
                });
    }

    void product(String name) {
        into.add(DemandName.PRODUCT, generation().product(), fields.place(name));
    }

    // Its TCB has no FMC, so that it is about these two alone, as with Contrast.
    private Generation generation() {
        String name = fields.text("ProductName").orElse("");
        return List.of(Generation.MILAN, Generation.GENOA).stream()
                .filter(one -> one.product().equals(name))
                .findFirst()
                .orElseThrow(() -> fields.form("ProductName", "Milan or Genoa"));
    }

    void measurement(String name) {
        String digest = fields.text(name).orElse("");
        into.add(DemandName.MEASUREMENT, fields.hex(name, digest, SHA_384).hex(), fields.place(name));
    }

    void minimumTcb(String name) {
        ForeignFields tcb = fields.object(name);
        tcb.requireOnly(keys(COMPONENTS));
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, TcbComponent> one : COMPONENTS) {
            long least = tcb.number(one.getKey(), Byte.SIZE)
                    .orElseThrow(() -> tcb.form(one.getKey(), "a number from 0 to 255"));
            parts.add(one.getValue().key() + "=" + least);
        }
        String value = generation().product().toLowerCase(Locale.ROOT) + ":" + String.join(",", parts);
        into.add(DemandName.MINIMUM_TCB, value, fields.place(name));
        into.add(DemandName.MINIMUM_LAUNCH_TCB, value, fields.place(name));
    }

    void policy(String name) {
        ForeignFields policy = fields.object(name);
        List<String> known = new ArrayList<>(keys(POLICY));
        known.addAll(List.of(ABI_MAJOR, ABI_MINOR));
        policy.requireOnly(known);
        long number = ALWAYS_SET
                | policy.number(ABI_MAJOR, Byte.SIZE).orElse(0L) << Byte.SIZE
                | policy.number(ABI_MINOR, Byte.SIZE).orElse(0L);
        for (Map.Entry<String, SnpPolicyBit> one : POLICY) {
            number |= policy.flag(one.getKey()) ? 1L << one.getValue().bit() : 0;
        }
        if (SnpPolicyBit.DEBUG.in(number) || SnpPolicyBit.MIGRATE_MA.in(number)) {
            throw fields.wrong(name, "debugging and migration agents are refused by Contrast", "have both false");
        }
        missing(name, policy.members().isEmpty());
        into.add(DemandName.POLICY, Numbers.hex(number), fields.place(name));
    }

    void platformInfo(String name) {
        ForeignFields info = fields.object(name);
        info.requireOnly(keys(PLATFORM));
        long number = 0;
        for (Map.Entry<String, PlatformInfo.Bit> one : PLATFORM) {
            number |= info.flag(one.getKey()) ? 1L << one.getValue().number() : 0;
        }
        missing(name, info.members().isEmpty());
        Optional<String> ceiling = ForeignCeiling.platform(new PlatformInfo(number));
        ceiling.ifPresent(value -> into.add(DemandName.PLATFORM_INFO, value, fields.place(name)));
    }

    private void missing(String name, boolean empty) {
        if (empty) {
            into.note(name + " is not there: as with Contrast all of it is false, and nothing that it would allow is"
                    + " allowed");
        }
    }

    void mitigations(String name) {
        fields.number(name, Long.SIZE).filter(bits -> bits != 0).ifPresent(bits -> {
            into.add(DemandName.LAUNCH_MITIGATIONS, Numbers.hex(bits), fields.place(name));
            into.add(DemandName.CURRENT_MITIGATIONS, Numbers.hex(bits), fields.place(name));
        });
    }

    void chips(String name) {
        fields.texts(name)
                .forEach(chip -> into.add(
                        DemandName.ALLOWED_CHIP, fields.hex(name, chip, CHIP_ID).hex(), fields.place(name)));
    }

    void apEntry(String name) {
        if (fields.text(name).filter(text -> !text.isEmpty()).isPresent()) {
            throw fields.wrong(
                    name,
                    "with this the trusted measurement is one that digests of several vCPU counts are made from",
                    "measure the guest with each count of vCPUs, and demand those digests");
        }
    }

    void cpus(String name) {
        fields.number(name, Long.SIZE);
    }
}
