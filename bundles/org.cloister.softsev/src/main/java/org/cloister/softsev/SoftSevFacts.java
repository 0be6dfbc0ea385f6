// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;

/** The facts of a platform with given settings. */
final class SoftSevFacts {
    private static final String SNP = AmdType.SEV_SNP.type().name();
    private static final String SEV_ES = AmdType.SEV_ES.type().name();
    private static final String SEV = AmdType.SEV.type().name();

    private SoftSevFacts() {}

    /** Of a platform that is configured wrongly. */
    static PlatformFacts wrong(Problem problem) {
        String reason =
                problem.at(problem.where() + " in configuration " + SoftSev.PID).message();
        Map<String, String> absent = Map.of(
                SNP,
                reason,
                SEV_ES,
                reason,
                SEV,
                reason,
                PlatformFacts.EXECUTION,
                reason,
                PlatformFacts.GUEST_REQUESTS,
                reason);
        return new PlatformFacts(SoftSev.NAME, Trust.EMULATED, Map.of(), absent, Map.of());
    }

    static PlatformFacts of(PlatformSettings settings, Optional<ProcessorRunner> runner) {
        Map<String, String> features = new HashMap<>();
        Map<String, String> absent = new HashMap<>();
        EmulatedGeneration generation = settings.generation();
        offer(SNP, generation.snp(), settings.snpAsids(), settings, features, absent);
        offer(SEV_ES, generation.encryptedState(), settings.snpAsids(), settings, features, absent);
        offer(SEV, true, settings.sevAsids(), settings, features, absent);
        features.put(PlatformFacts.GUEST_REQUESTS, "by the library that guests use");
        execution(runner, features, absent);
        return new PlatformFacts(SoftSev.NAME, Trust.EMULATED, features, absent, numbers(settings));
    }

    private static void offer(
            String type,
            boolean has,
            int asids,
            PlatformSettings settings,
            Map<String, String> features,
            Map<String, String> absent) {
        if (!has) {
            absent.put(
                    type,
                    "processors of the generation "
                            + settings.generation().model().product() + " do not have it");
        } else if (asids > 0) {
            features.put(type, "in software, protects nothing");
        } else {
            absent.put(
                    type,
                    "no ASIDs are set aside for it; " + (type.equals(SEV) ? "lower" : "raise") + " asid.first.sev");
        }
    }

    private static void execution(
            Optional<ProcessorRunner> runner, Map<String, String> features, Map<String, String> absent) {
        if (runner.isEmpty()) {
            absent.put(
                    PlatformFacts.EXECUTION,
                    "nothing here runs processors; install and start the bundle org.cloister.kvm");
            return;
        }
        runner.get()
                .obstacle()
                .ifPresentOrElse(
                        reason -> absent.put(PlatformFacts.EXECUTION, reason),
                        () -> features.put(
                                PlatformFacts.EXECUTION, "on " + runner.get().name()));
    }

    private static Map<String, Long> numbers(PlatformSettings settings) {
        return Map.ofEntries(
                Map.entry(PlatformFacts.CBIT, (long) settings.cbit()),
                Map.entry(PlatformFacts.REDUCED_PHYS_BITS, (long) settings.reducedPhysBits()),
                Map.entry(PlatformFacts.MAX_VCPUS, (long) settings.maxVcpus()),
                Map.entry(PlatformFacts.MAX_MEMORY, settings.maxMemory()),
                Map.entry(PlatformFacts.asids(SNP), settings.snp() ? (long) settings.snpAsids() : 0),
                Map.entry(PlatformFacts.asids(SEV_ES), (long) settings.snpAsids()),
                Map.entry(PlatformFacts.asids(SEV), (long) settings.sevAsids()),
                Map.entry(PlatformFacts.VMSA_FEATURES, settings.vmsaFeatures()),
                Map.entry(PlatformFacts.SNP_POLICY_BITS, settings.snpPolicyBits()),
                Map.entry(PlatformFacts.SMT, settings.policies().smt() ? 1L : 0L),
                Map.entry(PlatformFacts.SOCKETS, (long) settings.policies().sockets()));
    }
}
