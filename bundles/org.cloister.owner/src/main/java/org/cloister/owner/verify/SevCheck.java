// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.cloister.owner.verify.Stage.AUTHENTICATE;
import static org.cloister.owner.verify.Stage.PARSE;

import java.util.EnumSet;
import java.util.Set;

/** The checks of chains in AMD's own formats, in the order in which results list them. */
enum SevCheck implements CheckPoint {
    /** Reserved bytes of the legacy certificates are zero. */
    FORM("certificates.form", PARSE, true),
    /** The legacy root's key is one that is trusted. */
    ARK_TRUSTED(
            "ark.trusted",
            AUTHENTICATE,
            true,
            "where the chain is one of a software platform or of your own, name its root with --trust-root"),
    /** The legacy root signed itself. */
    ARK_SIGNATURE("ark.signature", AUTHENTICATE, false),
    /** The ARK signed the ASK. */
    ASK_SIGNATURE("ask.signature", AUTHENTICATE, true),
    /** The ASK signed the CEK. */
    CEK_SIGNATURE("cek.signature", AUTHENTICATE, false),
    /** The OCA signed itself. */
    OCA_SIGNATURE("oca.signature", AUTHENTICATE, false),
    /** The CEK signed the PEK. */
    PEK_SIGNATURE_CEK("pek.signature-by-cek", AUTHENTICATE, false),
    /** The OCA signed the PEK. */
    PEK_SIGNATURE_OCA("pek.signature-by-oca", AUTHENTICATE, false),
    /** The PEK signed the PDH. */
    PDH_SIGNATURE("pdh.signature", AUTHENTICATE, false);

    /** Those that need certificates of a platform. */
    static final Set<SevCheck> PLATFORM = EnumSet.range(CEK_SIGNATURE, PDH_SIGNATURE);

    private final String label;
    private final Stage stage;
    private final boolean essential;
    private final String remedy;

    SevCheck(String label, Stage stage, boolean essential) {
        this(label, stage, essential, "");
    }

    SevCheck(String label, Stage stage, boolean essential, String remedy) {
        this.label = label;
        this.stage = stage;
        this.essential = essential;
        this.remedy = remedy;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public boolean essential() {
        return essential;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
