package org.cloister.probe;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;

/** A host that a test describes: what it does not say is absent. */
final class Fixture implements HostFacts {
    private final Map<Integer, Cpuid> leaves = new HashMap<>();
    private final Map<Integer, Fact<Long>> msrs = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, Fact<Boolean>> devices = new HashMap<>();
    private final Map<Integer, Integer> capabilities = new HashMap<>();
    private final Map<Integer, Fact<IoctlAnswer>> issued = new HashMap<>();
    private int encryptOp;

    /** An EPYC with everything on: leaf 8000_001F as given. */
    static Fixture epyc(int eax, int ebx, int ecx, int edx) {
        return new Fixture()
                .vendor("AuthenticAMD")
                .leaf(1, 0, 0, 0, 0)
                .leaf(0x80000000, 0x80000021, 0, 0, 0)
                .leaf(0x8000001f, eax, ebx, ecx, edx)
                .msr(0xc0010010, 0x3800000)
                .msr(0xc0010015, 1)
                .msr(0xc0010131, 0)
                .msr(0xc0010132, 0x100000000L)
                .msr(0xc0010133, 0x1ffffffffL)
                .device("/dev/kvm", new Fact.Known<>(true))
                .device("/dev/sev", new Fact.Known<>(true))
                .file("/proc/sys/kernel/osrelease", "6.14.0")
                .file("/sys/module/kvm_amd/parameters/sev", "Y")
                .file("/sys/module/kvm_amd/parameters/sev_es", "Y")
                .file("/sys/module/kvm_amd/parameters/sev_snp", "Y")
                .capability(235, 0x1d)
                .capability(234, 1)
                .capability(233, 8)
                .capability(231, 1)
                .firmware(1, 12, 1, 55)
                .firmware(9, 32, 1, 55);
    }

    Fixture vendor(String name) {
        java.nio.ByteBuffer text = java.nio.ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII))
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        return leaf(0, 0x10, text.getInt(0), text.getInt(8), text.getInt(4));
    }

    Fixture leaf(int number, int eax, int ebx, int ecx, int edx) {
        leaves.put(number, new Cpuid(eax, ebx, ecx, edx));
        return this;
    }

    Fixture msr(int register, long value) {
        msrs.put(register, new Fact.Known<>(value));
        return this;
    }

    Fixture noMsrs() {
        msrs.replaceAll((register, value) -> new Fact.Denied<>("this user may not open /dev/cpu/0/msr"));
        return this;
    }

    Fixture file(String path, String text) {
        files.put(path, text);
        return this;
    }

    Fixture device(String path, Fact<Boolean> answer) {
        devices.put(path, answer);
        return this;
    }

    Fixture capability(int number, int answer) {
        capabilities.put(number, answer);
        return this;
    }

    Fixture encryptOp(int errno) {
        encryptOp = errno;
        return this;
    }

    Fixture firmware(int command, int size, int major, int minor) {
        byte[] status = new byte[size];
        status[0] = (byte) major;
        status[1] = (byte) minor;
        status[2] = 1;
        issued.put(command, new Fact.Known<>(new IoctlAnswer(0, 0, Bytes.EMPTY, Bytes.of(status))));
        return this;
    }

    Fixture firmwareRefuses(int command, int errno) {
        issued.put(command, new Fact.Known<>(new IoctlAnswer(-1, errno, Bytes.EMPTY, Bytes.EMPTY)));
        return this;
    }

    @Override
    public String origin() {
        return "a fixture";
    }

    @Override
    public Fact<Cpuid> cpuid(int leaf, int subleaf) {
        return new Fact.Known<>(leaves.getOrDefault(leaf, new Cpuid(0, 0, 0, 0)));
    }

    @Override
    public Fact<Long> msr(int register) {
        return msrs.getOrDefault(register, new Fact.Known<>(0L));
    }

    @Override
    public Fact<Bytes> file(String path, int limit) {
        String text = files.get(path);
        return text == null
                ? new Fact.Absent<>("there is no " + path)
                : new Fact.Known<>(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Fact<List<String>> folder(String path) {
        return path.equals("/sys/class/iommu")
                ? new Fact.Known<>(List.of("ivhd0", "ivhd1"))
                : new Fact.Absent<>("there is no " + path);
    }

    @Override
    public Fact<Boolean> device(String path, boolean write) {
        return devices.getOrDefault(path, new Fact.Absent<>("there is no " + path));
    }

    @Override
    public Fact<IoctlAnswer> ioctl(Ioctl request) {
        Fact<Boolean> device = device(request.device(), true);
        if (!device.equals(new Fact.Known<>(true))) {
            return new Fact.Absent<>("not opened");
        }
        if (request.device().equals("/dev/sev")) {
            return issued.get(request.buffer().at(0));
        }
        int answer = capabilities.getOrDefault((int) request.argument(), 0);
        return new Fact.Known<>(new IoctlAnswer(answer, 0, Bytes.EMPTY, Bytes.EMPTY));
    }

    @Override
    public Fact<IoctlAnswer> machineIoctl(Ioctl request) {
        return device("/dev/kvm", true).equals(new Fact.Known<>(true))
                ? new Fact.Known<>(new IoctlAnswer(encryptOp == 0 ? 0 : -1, encryptOp, Bytes.EMPTY, Bytes.EMPTY))
                : new Fact.Absent<>("not opened");
    }
}
