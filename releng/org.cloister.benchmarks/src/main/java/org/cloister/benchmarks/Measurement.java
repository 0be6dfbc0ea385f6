// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The expected digest of an SNP guest with a real OVMF, beside SHA-384 of the same firmware. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Measurement {
    /** How many virtual processors the guest has. */
    @Param({"1", "64", "256"})
    public int vcpus;

    private GuestRequest request;
    private byte[] firmware;
    private MessageDigest sha384;

    /** Reads the firmware. */
    @Setup
    public void read() throws NoSuchAlgorithmException {
        Bytes image = Data.read("firmware/OVMF.amdsev.fd");
        firmware = image.toArray();
        sha384 = MessageDigest.getInstance("SHA-384");
        request = new GuestRequest(new Image("OVMF", image), Optional.empty(), vcpus, "EPYC-v4", 256L << 20, Map.of());
    }

    /** Everything from the request to the digest. */
    @Benchmark
    public Bytes measure() {
        return SnpDigest.of(SnpPlanner.plan(request));
    }

    /** The cost that cannot be avoided: hashing the firmware once, on one processor. */
    @Benchmark
    public byte[] raw() {
        return sha384.digest(firmware);
    }
}
