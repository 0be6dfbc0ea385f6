// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Bytes;

/** Contrast's manifests, and the reference values in them, which are alternatives. */
final class ContrastPolicy {
    private static final String REFERENCE_VALUES = "ReferenceValues";
    private static final String POLICIES = "Policies";
    private static final String SNP = "snp";
    private static final String TDX = "tdx";
    private static final List<String> OF_COORDINATOR =
            List.of("WorkloadOwnerKeyDigests", "WorkloadOwnerPubKeys", "SeedshareOwnerPubKeys");
    private static final List<String> ENTRY = List.of("SANs", "WorkloadSecretID", "Role");
    private static final int HOST_DATA = 32;

    private ContrastPolicy() {}

    static boolean isManifest(ForeignFields all) {
        return all.hasObject(REFERENCE_VALUES);
    }

    static boolean isReferenceValues(ForeignFields all) {
        return all.hasList(SNP) || all.hasList(TDX);
    }

    static Demands manifest(ForeignFields all) {
        List<String> known = new ArrayList<>(OF_COORDINATOR);
        known.addAll(List.of(POLICIES, REFERENCE_VALUES));
        all.requireOnly(known);
        ForeignDemands common = new ForeignDemands();
        workloads(all.object(POLICIES), common);
        OF_COORDINATOR.stream()
                .filter(name -> !all.texts(name).isEmpty())
                .forEach(name -> common.note(name + " is about the coordinator and not about reports"));
        values(all.object(REFERENCE_VALUES), common);
        if (all.object(POLICIES).members().isEmpty()) {
            throw all.wrong(
                    POLICIES,
                    "this manifest has no workload, so that with Contrast no guest would pass",
                    "name workloads by the digests of their policies, or give the reference values alone");
        }
        return common.all();
    }

    /** The digest of a workload's policy is its guest's host data. */
    private static void workloads(ForeignFields policies, ForeignDemands common) {
        policies.members().keySet().forEach(digest -> {
            if (policies.hasObject(digest)) {
                policies.object(digest).requireOnly(ENTRY);
            } else {
                policies.texts(digest);
            }
            Bytes data = policies.hex(digest, digest, HOST_DATA);
            common.add(DemandName.HOST_DATA, data.hex(), policies.place(digest));
        });
        if (policies.members().size() > 1) {
            common.note("the guest of any of the " + policies.members().size()
                    + " workloads is taken; --host-data demands one of them");
        }
    }

    static Demands referenceValues(ForeignFields all) {
        ForeignDemands common = new ForeignDemands();
        values(all, common);
        return common.all();
    }

    private static void values(ForeignFields all, ForeignDemands common) {
        all.requireOnly(List.of(SNP, TDX));
        List<ForeignFields> values = all.objects(SNP);
        if (values.isEmpty()) {
            throw all.form(SNP, "at least one reference value of SEV-SNP");
        }
        for (int i = 0; i < values.size(); i++) {
            ForeignDemands one = new ForeignDemands();
            new ContrastValue(values.get(i), one).read();
            one.notes().forEach(common::note);
            common.section(SNP + "[" + i + "]", all.place(SNP + "[" + i + "]"), one.demands());
        }
        if (!all.objects(TDX).isEmpty()) {
            common.note("reference values of TDX are not looked at");
        }
        common.note("Contrast demands the ID key that follows from measurement and policy, which anybody can make: here"
                + " an ID block is demanded, and measurement and policy exactly");
    }
}
