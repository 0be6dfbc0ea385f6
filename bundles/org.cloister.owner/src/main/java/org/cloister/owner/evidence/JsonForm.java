// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** The shapes that are JSON, in the order in which they are looked for: how each is recognised and taken apart. */
enum JsonForm {
    TSM(EvidenceShape.TSM_JSON, json -> json.has(TsmReport.OUTBLOB), TsmReport::readJson),
    VTPM(
            EvidenceShape.VTPM_JSON,
            json -> json.has("hcl_report") || json.has("quote") && json.isArray("report"),
            JsonForm::readVtpm),
    THIM(EvidenceShape.THIM_JSON, json -> json.has("vcekCert"), JsonForm::readThim),
    TRUSTEE(EvidenceShape.TRUSTEE_JSON, json -> json.isObject("attestation_report"), TrusteeReport::read),
    VERIFIER(EvidenceShape.VERIFIER_JSON, json -> json.isText("attestation_report"), JsonForm::readVerifier),
    ENVELOPE(
            EvidenceShape.ENVELOPE_JSON,
            json -> json.isObject("evidence") || json.isText("evidence"),
            JsonForm::readEnvelope),
    PROTOBUF(
            EvidenceShape.PROTOBUF,
            json -> json.isObject("report") && json.has("certificateChain"),
            (json, into) -> ProtobufForm.refuse(into)),
    EAT(EvidenceShape.EAT_JSON, json -> json.has("eat_profile") || json.has("cmw"), (json, into) -> {
        throw into.notTaken("have the tool hand out the report that it was made of, as binary or configfs-tsm")
                .exception();
    });

    private static final List<String> CHAIN = List.of("vcek", "vlek", "ask", "asvk", "ark");

    private final EvidenceShape shape;
    private final Predicate<JsonFields> sign;
    private final BiConsumer<JsonFields, EvidenceParts> reader;

    JsonForm(EvidenceShape shape, Predicate<JsonFields> sign, BiConsumer<JsonFields, EvidenceParts> reader) {
        this.shape = shape;
        this.sign = sign;
        this.reader = reader;
    }

    /**
     * Takes an object apart.
     *
     * @throws org.cloister.api.CloisterException {@code evidence.broken} when it is no JSON, {@code evidence.report}
     *     when it holds no evidence that is known, others when it is not what it seems
     */
    static boolean take(Bytes text, EvidenceParts into) {
        return take(JsonFields.parse(text, into.place("")), into);
    }

    private static boolean take(JsonFields json, EvidenceParts into) {
        for (JsonForm form : values()) {
            if (form.sign.test(json)) {
                into.enter(form.shape);
                form.reader.accept(json, into);
                return true;
            }
        }
        String names = String.join(", ", json.names());
        throw Problem.input(EvidenceCodes.EVIDENCE_REPORT, "this JSON holds no evidence that is known")
                .at(json.where())
                .found(names.length() > 80 ? names.substring(0, 80) + "…" : names)
                .expected("outblob, hcl_report, vcekCert, attestation_report or evidence")
                .exception();
    }

    private static void readEnvelope(JsonFields json, EvidenceParts into) {
        if (json.isObject("evidence")) {
            take(json.object("evidence"), into);
        } else {
            into.nested(Bytes.of(json.text("evidence").getBytes(StandardCharsets.UTF_8)), "evidence");
        }
    }

    private static void readVtpm(JsonFields json, EvidenceParts into) {
        into.note("the quote of the virtual TPM is not judged here");
        boolean versioned = json.has("hcl_report");
        if (json.has("vcek")) {
            boolean pem = json.text("vcek").startsWith("-----");
            into.certificates(pem ? json.lines("vcek") : json.base64("vcek"), "vcek");
        }
        into.nested(
                versioned ? json.base64("hcl_report") : json.numbers("report"), versioned ? "hcl_report" : "report");
    }

    private static void readThim(JsonFields json, EvidenceParts into) {
        into.certificates(json.lines("vcekCert"), "vcekCert");
        if (json.has("certificateChain")) {
            into.certificates(json.lines("certificateChain"), "certificateChain");
        }
        if (json.has("tcbm")) {
            into.statedTcb(TcbText.of(json));
        }
    }

    private static void readVerifier(JsonFields json, EvidenceParts into) {
        if (json.has("cert_chain")) {
            JsonFields chain = json.object("cert_chain");
            CHAIN.stream().filter(chain::has).forEach(name -> into.certificates(content(chain, name), name));
            chain.names().stream()
                    .filter(name -> !CHAIN.contains(name.toLowerCase(Locale.ROOT)))
                    .forEach(name -> into.note("cert_chain holds something else: not looked at"));
        }
        into.nested(json.base64("attestation_report"), "attestation_report");
    }

    private static Bytes content(JsonFields chain, String name) {
        return chain.text(name).startsWith("-----") ? chain.lines(name) : chain.base64(name);
    }
}
