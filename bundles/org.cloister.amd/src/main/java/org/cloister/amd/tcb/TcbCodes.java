// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

/** Codes of problems of processor generations and TCB versions; see {@link org.cloister.api.ProblemCodes}. */
public final class TcbCodes {
    /** Input: there is no processor generation of this name. */
    public static final String GENERATION_NAME = "generation.name";

    /** Input: no root certificate of AMD's is known for this generation. */
    public static final String GENERATION_ROOT = "generation.root";

    /** Input: this generation has no SEV-SNP, and makes no such reports and certificates. */
    public static final String GENERATION_SNP = "generation.snp";

    /** Input: this processor generation is not known. */
    public static final String GENERATION_UNKNOWN = "generation.unknown";

    /** Input: the certificate of a chip whose id is masked, or too short, cannot be asked for. */
    public static final String KDS_CHIP_ID = "kds.chip-id";

    /** Input: a TCB version of this generation cannot say this. */
    public static final String TCB_COMPONENT = "tcb.component";

    /** Input: TCB versions of different generations cannot be compared. */
    public static final String TCB_LAYOUT = "tcb.layout";

    private TcbCodes() {}
}
