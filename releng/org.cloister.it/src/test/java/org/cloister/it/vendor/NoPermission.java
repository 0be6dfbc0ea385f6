// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.List;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;

/** An EPYC with devices that this user may not open; nothing else is known of it. */
public final class NoPermission implements HostFacts {
    private static final Map<Integer, Cpuid> EPYC = Map.of(
            0, new Cpuid(0x10, 0x68747541, 0x444d4163, 0x69746e65),
            0x80000000, new Cpuid(0x80000028, 0, 0, 0),
            0x8000001f, new Cpuid(0x1b, 0x1b3, 1006, 907));

    /** For the service registry. */
    public NoPermission() {}

    @Override
    public String origin() {
        return "a host without permissions";
    }

    @Override
    public Fact<Cpuid> cpuid(int leaf, int subleaf) {
        Cpuid answer = EPYC.get(leaf);
        return answer == null ? unknown() : new Fact.Known<>(answer);
    }

    @Override
    public Fact<Long> msr(int register) {
        return unknown();
    }

    @Override
    public Fact<Bytes> file(String path, int limit) {
        return unknown();
    }

    @Override
    public Fact<List<String>> folder(String path) {
        return unknown();
    }

    @Override
    public Fact<Boolean> device(String path, boolean write) {
        return new Fact.Denied<>("EACCES");
    }

    @Override
    public Fact<IoctlAnswer> ioctl(Ioctl request) {
        return new Fact.Denied<>("EACCES");
    }

    @Override
    public Fact<IoctlAnswer> machineIoctl(Ioctl request) {
        return new Fact.Denied<>("EACCES");
    }

    private static <T> Fact<T> unknown() {
        return new Fact.Unknown<>("not recorded");
    }
}
