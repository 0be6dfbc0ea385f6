// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevInit2;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.SoftSev;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * 256 pages of an SEV guest sent by the software platform, on one thread, beside AES-CTR and HMAC over as many pages by
 * Java's own means.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Sending {
    private static final int PAGE = 4096;
    private static final int PAGES = 256;
    private static final byte[] KEY = new byte[16];
    private static final Bytes NONE = Bytes.of(new byte[1]);

    private final byte[] content = new byte[PAGES * PAGE];
    private SoftSev platform;
    private VirtualMachine machine;
    private SevChannel channel;
    private long memory;
    private Cipher cipher;
    private Mac mac;

    /** A guest that is being sent. */
    @Setup
    public void start() throws GeneralSecurityException {
        new Random(1).nextBytes(content);
        cipher = Cipher.getInstance("AES/CTR/NoPadding");
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        platform = new SoftSev();
        machine = platform.create(
                new MachineSpec(new GuestType("sev"), List.of(new MemoryRegion("ram", 0, content.length)), 1));
        channel = machine.adapt(SevChannel.class).orElseThrow();
        memory = machine.memory().hostAddress(0).orElseThrow();
        machine.memory().hostView().write(0, Bytes.of(content));
        channel.execute(new SevInit2(0, 0, 0));
        channel.execute(new LaunchStart(0, 0, Bytes.EMPTY, Bytes.EMPTY));
        channel.execute(new LaunchUpdateData(memory, content.length));
        channel.execute(new LaunchMeasure(48));
        channel.execute(BareSevCommand.LAUNCH_FINISH);
        PlatformChannel sev = platform.adapt(PlatformChannel.class).orElseThrow();
        Bytes pdh = LengthQuery.fetch(sev, PdhCertExport.LENGTH).pdh().content();
        channel.execute(new SendStart(pdh, NONE, NONE, 128));
    }

    /** Ends guest and platform. */
    @TearDown
    public void end() {
        machine.close();
        platform.close();
    }

    /** All pages as packets. */
    @Benchmark
    public long send() {
        long sent = 0;
        for (int page = 0; page < PAGES; page++) {
            sent += channel.execute(new SendUpdateData(memory + (long) page * PAGE, PAGE, 52, PAGE))
                    .payload()
                    .length();
        }
        return sent;
    }

    /** The cost that cannot be avoided: each page encrypted and authenticated once. */
    @Benchmark
    public int raw() throws GeneralSecurityException {
        int all = 0;
        SecretKeySpec key = new SecretKeySpec(KEY, "AES");
        for (int page = 0; page < PAGES; page++) {
            byte[] iv = ByteBuffer.allocate(16).putInt(page).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            all += mac.doFinal(cipher.doFinal(content, page * PAGE, PAGE))[0];
        }
        return all;
    }
}
