// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.reports;

import java.security.Provider;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cloister.amd.crypto.Crypto;

/**
 * Verification of many reports of one chain, by turns with OpenSSL's measurement of P-384 and with the bare signatures
 * by the same provider: Amazon Corretto Crypto Provider, and what Java brings. Each ratio is the median of those of the
 * rounds, beside the least and the greatest.
 */
public final class Reports {
    private static final int COUNT = 10_000;
    /** For what takes several times as long. */
    private static final int FEW = 1_000;

    private static final int THREADS = 2;
    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private final Map<String, List<Double>> ratios = new LinkedHashMap<>();
    private final MadeReports all = MadeReports.of(COUNT);
    private final Instant at = Instant.now();

    private Reports() {}

    /** Runs it and prints the ratios. The argument, if there is one, is the number of rounds; the first warms up. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 6 : Integer.parseInt(arguments[0]);
        Provider corretto = (Provider) Class.forName(CORRETTO).getConstructor().newInstance();
        Provider java = Signature.getInstance("SHA384withECDSA").getProvider();
        Reports reports = new Reports();
        for (int round = 0; round < rounds; round++) {
            double openSsl = OpenSsl.verifiesPerSecond();
            reports.round(corretto, Crypto.of(corretto), COUNT, openSsl);
            reports.round(java, Crypto.platform(), FEW, openSsl);
            if (round == 0) {
                reports.ratios.clear();
            }
        }
        reports.ratios.forEach(Reports::print);
    }

    private interface Work {
        void run() throws Exception;
    }

    private void round(Provider provider, Crypto crypto, int count, double openSslPerSecond) throws Exception {
        MadeReports made = all.first(count);
        Verifier verifier = new Verifier(made, crypto, at);
        RawSignatures bare = new RawSignatures(made, provider);
        String name = provider.getName() + ", ";
        double openSsl = count / openSslPerSecond;
        add(name + "reports a second, chain remembered / OpenSSL's verifies", openSsl / seconds(verifier::remembering));
        double real = FEW / openSslPerSecond;
        add(
                name + "reports a second, AMD's chain anew / OpenSSL's verifies",
                real / seconds(() -> verifier.realAnew(FEW)));
        double raw = seconds(bare::verifyAll);
        add(
                name + "time of reports, two threads / bare signatures, one thread",
                seconds(() -> verifier.remembering(THREADS)) / raw);
        add(name + "time of reports, one thread / bare signatures, one thread", seconds(verifier::remembering) / raw);
    }

    private static double seconds(Work work) throws Exception {
        long from = System.nanoTime();
        work.run();
        return (System.nanoTime() - from) / 1e9;
    }

    private void add(String name, double ratio) {
        ratios.computeIfAbsent(name, any -> new ArrayList<>()).add(ratio);
    }

    private static void print(String name, List<Double> found) {
        List<Double> sorted = found.stream().sorted().toList();
        int last = sorted.size() - 1;
        System.out.printf(
                Locale.ROOT,
                "%-92s %.2f (%.2f to %.2f)%n",
                name,
                (sorted.get(last / 2) + sorted.get(sorted.size() / 2)) / 2,
                sorted.get(0),
                sorted.get(last));
    }
}
