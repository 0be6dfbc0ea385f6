// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.SettingCodes;

/** What can be wrong with the settings of a guest. */
enum SettingFault {
    /** A text that is not base64, or too long. */
    BASE64(SettingCodes.SEV_PROPERTY_BASE64, SettingCodes.SNP_PROPERTY_BASE64),
    /** Two settings that do not go together. */
    CONTRADICTION(SettingCodes.SEV_PROPERTY_CONTRADICTION, SettingCodes.SNP_PROPERTY_CONTRADICTION),
    /** Features that the guest cannot have. */
    FEATURES(SettingCodes.SEV_PROPERTY_FEATURES, SettingCodes.SNP_PROPERTY_FEATURES),
    /** A monitor that is not known to launch such guests; of SEV and SEV-ES alone. */
    MONITOR(SettingCodes.SEV_PROPERTY_MONITOR, SettingCodes.SEV_PROPERTY_MONITOR),
    /** Bytes of another number. */
    SIZE(SettingCodes.SEV_PROPERTY_SIZE, SettingCodes.SNP_PROPERTY_SIZE),
    /** A value that the setting cannot have. */
    VALUE(SettingCodes.SEV_PROPERTY_VALUE, SettingCodes.SNP_PROPERTY_VALUE);

    private final String ofSev;
    private final String ofSnp;

    SettingFault(String ofSev, String ofSnp) {
        this.ofSev = ofSev;
        this.ofSnp = ofSnp;
    }

    /** The code of such problems of a type's guests; SEV and SEV-ES have the same. */
    String code(AmdType type) {
        return type == AmdType.SEV_SNP ? ofSnp : ofSev;
    }
}
