// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.demand.Demand;
import org.cloister.owner.demand.DemandSection;

/** What can be demanded of a report of SEV or SEV-ES, one line each: how it is written. */
enum SevDemand {
    /** The launch digest. */
    MEASUREMENT("measurement", "the launch digest, 32 bytes in hexadecimal or base64; several are alternatives"),
    /** The nonce. */
    REPORT_DATA(
            "report-data",
            "the nonce, up to 16 bytes in hexadecimal or base64, filled up with zeros on the right; several are"
                    + " alternatives"),
    /** The guest's policy. */
    POLICY("policy", "all of it, 0x…, or what matters: nodbg=on,es=on,api=0.17"),
    /** Debugging. */
    ALLOW_DEBUG("allow-debug", "yes");

    private final String key;
    private final String syntax;

    SevDemand(String key, String syntax) {
        this.key = key;
        this.syntax = syntax;
    }

    static Optional<SevDemand> named(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }

    /** The names of all with the way they are written. */
    static Map<String, String> items() {
        Map<String, String> items = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(one -> items.put(one.key, one.syntax));
        return Collections.unmodifiableMap(items);
    }

    /**
     * What is demanded, by what it is about.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.name} for an item that no report has,
     *     {@code appraisal.kind} for one that such a report does not have
     */
    static Map<SevDemand, AppraisalSetting> read(DemandSection section) {
        Map<SevDemand, AppraisalSetting> all = new LinkedHashMap<>();
        for (List<Demand> demands : PolicyBranch.byName(section).values()) {
            Demand first = demands.get(0);
            SevDemand item = named(first.item()).orElseThrow(() -> foreign(first));
            all.put(item, new AppraisalSetting(item.key, item.syntax, demands));
        }
        return all;
    }

    private static RuntimeException foreign(Demand demand) {
        return AppraisalPolicy.items().containsKey(demand.item())
                ? otherKind("a report of SEV or SEV-ES does not say this", demand.where(), demand.name())
                : PolicyBranch.unknown(demand);
    }

    /** Something that only reports of SEV-SNP can meet. */
    static CloisterException otherKind(String what, String where, String found) {
        return Problem.input(OwnerCodes.APPRAISAL_KIND, what)
                .at(where)
                .found(found)
                .expected("one of " + String.join(", ", items().keySet()))
                .remedy("leave it out, or verify a report of SEV-SNP")
                .exception();
    }
}
