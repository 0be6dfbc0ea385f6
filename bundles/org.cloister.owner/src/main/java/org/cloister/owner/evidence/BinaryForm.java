// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.cloister.api.Bytes;
import org.cloister.api.files.Utf16Text;

/** The shapes that are no text, in the order in which they are looked for: how each is recognised and taken apart. */
enum BinaryForm {
    REPORT(EvidenceShape.REPORT, ReportSigns::report, (content, into) -> into.report(content)),
    LEGACY_REPORT(EvidenceShape.LEGACY_REPORT, ReportSigns::legacyReport, (content, into) -> into.report(content)),
    HCL_REPORT(EvidenceShape.HCL_REPORT, HclReport::seems, HclReport::read),
    REPORT_RESPONSE(EvidenceShape.REPORT_RESPONSE, ResponseForm::seems, ResponseForm::read),
    EXTENDED_REPORT(EvidenceShape.EXTENDED_REPORT, ExtendedReport::seems, ExtendedReport::read),
    CERTIFICATE_TABLE(EvidenceShape.CERTIFICATE_TABLE, TableForm::seems, TableForm::read),
    TSM_CBOR(EvidenceShape.TSM_CBOR, TsmReport::seemsCbor, TsmReport::readCbor),
    CBOR_TOKEN(EvidenceShape.CBOR_TOKEN, CborToken::seems, CborToken::refuse),
    PROTOBUF(EvidenceShape.PROTOBUF, ProtobufForm::seems, (content, into) -> ProtobufForm.refuse(into)),
    UTF16_TEXT(EvidenceShape.UTF16_TEXT, Utf16Text::seems, (content, into) -> {
        throw into.notTaken(Utf16Text.REMEDY).exception();
    });

    private final EvidenceShape shape;
    private final Predicate<Bytes> sign;
    private final BiConsumer<Bytes, EvidenceParts> reader;

    BinaryForm(EvidenceShape shape, Predicate<Bytes> sign, BiConsumer<Bytes, EvidenceParts> reader) {
        this.shape = shape;
        this.sign = sign;
        this.reader = reader;
    }

    EvidenceShape shape() {
        return shape;
    }

    /** Whether bytes have its sign; of any bytes, without an exception. */
    boolean seems(Bytes content) {
        return sign.test(content);
    }

    /**
     * Takes bytes with its sign apart.
     *
     * @throws org.cloister.api.CloisterException when they are not as the sign promises
     */
    void read(Bytes content, EvidenceParts into) {
        reader.accept(content, into);
    }
}
