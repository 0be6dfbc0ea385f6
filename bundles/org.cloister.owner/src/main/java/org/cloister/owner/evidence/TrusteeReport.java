// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
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

    // Generations without FMC have another order.
    private static TcbVersion tcb(JsonFields parts) {
        TcbLayout layout = parts.has("fmc") ? TcbLayout.WITH_FMC : TcbLayout.WITHOUT_FMC;
        Map<TcbComponent, Integer> components = new EnumMap<>(TcbComponent.class);
        TCB.stream().filter(layout::has).forEach(one -> components.put(one, (int) parts.number(one.key(), Byte.SIZE)));
        return TcbVersion.of(layout, components);
    }
}
