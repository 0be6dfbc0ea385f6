// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.tcb.Generation;

/** The fields of go-sev-guest's {@code check.RootOfTrust}, a line each: what it demands here. */
enum GoTrustField {
    PRODUCT("product"),
    CABUNDLE_PATHS("refused: name roots with --trust-root"),
    CABUNDLES("refused: name roots with --trust-root"),
    CHECK_CRL("require-crl"),
    DISALLOW_NETWORK("nothing: without --fetch nothing goes to the network"),
    PRODUCT_LINE("product");

    /** The field of the config that it is. */
    static final String PARENT = "rootOfTrust";

    private final String ours;

    /** @param ours the item that it becomes, for the documentation */
    GoTrustField(String ours) {
        this.ours = ours;
    }

    /** Its name in JSON. */
    String key() {
        return GoPolicy.camel(name().toLowerCase(Locale.ROOT));
    }

    String ours() {
        return ours;
    }

    /** @param ofPolicy the generation that the policy names already */
    static void read(ForeignFields trust, Optional<Generation> ofPolicy, ForeignDemands into) {
        trust.requireOnly(Arrays.stream(values()).map(GoTrustField::key).toList());
        for (GoTrustField bundles : List.of(CABUNDLE_PATHS, CABUNDLES)) {
            if (!trust.texts(bundles.key()).isEmpty()) {
                throw trust.wrong(
                        bundles.key(), "roots are not taken from a policy", "name them with --trust-root instead");
            }
        }
        Optional<Generation> known = ofPolicy;
        for (GoTrustField line : List.of(PRODUCT_LINE, PRODUCT)) {
            Optional<Generation> named = trust.text(line.key())
                    .filter(name -> !name.isEmpty())
                    .map(name -> GoProduct.line(trust, line.key(), name));
            if (named.isPresent() && known.isPresent() && !known.equals(named)) {
                throw trust.wrong(line.key(), "the policy names another product", "name one product");
            }
            if (named.isPresent() && known.isEmpty()) {
                into.add(DemandName.PRODUCT, named.get().product(), trust.place(line.key()));
                known = named;
            }
        }
        trust.flag(DISALLOW_NETWORK.key());
        if (trust.flag(CHECK_CRL.key())) {
            into.add(DemandName.REQUIRE_CRL, DemandName.YES, trust.place(CHECK_CRL.key()));
        }
    }
}
