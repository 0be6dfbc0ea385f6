// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;

/**
 * A report as trustee takes it: field by field, in the words of virtee/sev from version 6 on. It is put together by the
 * fields' offsets, with zeros between them. Whether that is what was signed, the signature says.
 */
final class TrusteeReport {
    private static final Map<ReportField, String> OTHER_NAMES =
            Map.of(ReportField.SIGNATURE_ALGO, "sig_algo", ReportField.PLATFORM_INFO, "plat_info");
    private static final Map<String, List<ReportField>> FIRMWARE = Map.of(
            "current", List.of(ReportField.CURRENT_MAJOR, ReportField.CURRENT_MINOR, ReportField.CURRENT_BUILD),
            "committed",
                    List.of(ReportField.COMMITTED_MAJOR, ReportField.COMMITTED_MINOR, ReportField.COMMITTED_BUILD));
    private static final List<String> VERSION_PARTS = List.of("major", "minor", "build");
    private static final List<TcbComponent> TCB = List.of(
            TcbComponent.FMC, TcbComponent.BOOTLOADER, TcbComponent.TEE, TcbComponent.SNP, TcbComponent.MICROCODE);

    private static final String CPUID_FAMILY = "cpuid_fam_id";
    private static final String CPUID_MODEL = "cpuid_mod_id";

    /** The first version of reports; what came with later ones may be missing. */
    private static final int FIRST = 2;

    private final JsonFields json;
    private final byte[] image = new byte[AttestationReport.SIZE];

    private TrusteeReport(JsonFields json) {
        this.json = json;
    }

    static void read(JsonFields evidence, EvidenceParts into) {
        into.note("the report was put together from its fields");
        into.report(new TrusteeReport(evidence.object("attestation_report")).assemble());
        if (evidence.has("cert_chain")) {
            evidence.objects("cert_chain").forEach(one -> certificate(one, into));
        }
    }

    private static void certificate(JsonFields one, EvidenceParts into) {
        if (one.isText("cert_type")) {
            String type = one.text("cert_type");
            into.certificates(one.numbers("data"), type.length() > 8 ? "a certificate" : type);
        } else {
            into.note("a certificate of another type is not looked at");
        }
    }

    private Bytes assemble() {
        for (ReportField field : ReportField.values()) {
            String name = OTHER_NAMES.getOrDefault(field, field.slot().name().toLowerCase(Locale.ROOT));
            if (field == ReportField.SIGNATURE_R || field == ReportField.SIGNATURE_S) {
                String number = field == ReportField.SIGNATURE_R ? "r" : "s";
                put(field.slot(), json.object("signature"), number);
            } else if (FIRMWARE.values().stream().noneMatch(parts -> parts.contains(field))
                    && (json.has(name) || field.since() == FIRST)) {
                put(field.slot(), json, name);
            }
        }
        FIRMWARE.forEach((name, fields) -> {
            for (int i = 0; i < fields.size(); i++) {
                put(fields.get(i).slot(), json.object(name), VERSION_PARTS.get(i));
            }
        });
        return Bytes.of(image);
    }

    private void put(Slot slot, JsonFields from, String name) {
        if (slot.name().endsWith("_tcb")) {
            slot.put(image, tcb(from.object(name)).raw());
        } else if (slot.notation() == Notation.BYTES) {
            slot.put(image, from.numbers(name, slot.size()));
        } else {
            slot.put(image, from.number(name, slot.size() * Byte.SIZE));
        }
    }

    private TcbVersion tcb(JsonFields parts) {
        TcbLayout layout = layout(parts);
        Map<TcbComponent, Integer> components = new EnumMap<>(TcbComponent.class);
        for (TcbComponent one : TCB) {
            if (layout.has(one)) {
                components.put(one, (int) parts.number(one.key(), Byte.SIZE));
            } else if (parts.has(one.key())) {
                parts.requireZero(one.key(), "the TCB version of this processor has no such component");
            }
        }
        return TcbVersion.of(layout, components);
    }

    // Tools fill in what a generation does not have with null or 0; reports of version 2 name no processor.
    private TcbLayout layout(JsonFields parts) {
        boolean named = json.has(CPUID_FAMILY) && json.has(CPUID_MODEL);
        Optional<Generation> generation = named
                ? Generations.find(
                        (int) json.number(CPUID_FAMILY, Byte.SIZE), (int) json.number(CPUID_MODEL, Byte.SIZE))
                : Optional.empty();
        return generation
                .flatMap(Generation::tcbLayout)
                .orElse(parts.has(TcbComponent.FMC.key()) ? TcbLayout.WITH_FMC : TcbLayout.WITHOUT_FMC);
    }
}
