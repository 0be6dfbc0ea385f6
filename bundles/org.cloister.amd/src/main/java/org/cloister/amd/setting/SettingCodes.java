// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

/** Codes of problems of settings of guests; see {@link org.cloister.api.ProblemCodes}. */
public final class SettingCodes {
    /** Input: a guest of type sev-es cannot have this. */
    public static final String SEV_ES_RESTRICTION = "sev-es.restriction";

    /** Input: a setting of an SEV or SEV-ES guest is not base64, or too long. */
    public static final String SEV_PROPERTY_BASE64 = "sev.property.base64";

    /** Input: settings of an SEV or SEV-ES guest contradict each other. */
    public static final String SEV_PROPERTY_CONTRADICTION = "sev.property.contradiction";

    /** Input: an SEV or SEV-ES guest cannot have these features. */
    public static final String SEV_PROPERTY_FEATURES = "sev.property.features";

    /** Input: it is not known how this monitor launches SEV or SEV-ES guests. */
    public static final String SEV_PROPERTY_MONITOR = "sev.property.monitor";

    /** Input: a setting of an SEV or SEV-ES guest has the wrong size. */
    public static final String SEV_PROPERTY_SIZE = "sev.property.size";

    /** Input: a setting of an SEV or SEV-ES guest has a value that it cannot have. */
    public static final String SEV_PROPERTY_VALUE = "sev.property.value";

    /** Input: a setting of an SEV-SNP guest is not base64, or too long. */
    public static final String SNP_PROPERTY_BASE64 = "snp.property.base64";

    /** Input: settings of an SEV-SNP guest contradict each other. */
    public static final String SNP_PROPERTY_CONTRADICTION = "snp.property.contradiction";

    /** Input: an SEV-SNP guest cannot have these features. */
    public static final String SNP_PROPERTY_FEATURES = "snp.property.features";

    /** Input: a guest of type sev-snp cannot have this. */
    public static final String SNP_PROPERTY_RESTRICTION = "snp.property.restriction";

    /** Input: a setting of an SEV-SNP guest has the wrong size. */
    public static final String SNP_PROPERTY_SIZE = "snp.property.size";

    /** Input: a setting of an SEV-SNP guest has a value that it cannot have. */
    public static final String SNP_PROPERTY_VALUE = "snp.property.value";

    private SettingCodes() {}
}
