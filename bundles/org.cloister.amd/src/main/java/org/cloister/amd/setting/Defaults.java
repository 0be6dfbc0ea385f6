// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

/**
 * Which types have a setting, and what it is there when nobody says: null where a type has no such setting, empty where
 * its default depends on other settings or the host.
 */
record Defaults(String sev, String es, String snp) {
    static final Defaults ALL = each("", "", "");
    static final Defaults SEV = each("", "", null);
    static final Defaults SNP = snp("");

    static Defaults each(String sev, String es, String snp) {
        return new Defaults(sev, es, snp);
    }

    static Defaults snp(String value) {
        return each(null, null, value);
    }

    String of(AmdType type) {
        return switch (type) {
            case SEV -> sev;
            case SEV_ES -> es;
            case SEV_SNP -> snp;
        };
    }
}
