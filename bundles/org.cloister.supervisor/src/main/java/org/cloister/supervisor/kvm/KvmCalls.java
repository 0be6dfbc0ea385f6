// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.softsev.client.SoftKvm;
import org.cloister.supervisor.device.SevNode;
import org.cloister.supervisor.linux.SystemCall;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallHandler;
import org.cloister.supervisor.trap.CallOutcome;
import org.cloister.supervisor.trap.CommandTap;

/** Requests to KVM that confidential guests need, each with who answers it. */
public final class KvmCalls implements CallHandler {
    private static final long MASK = 0xffffffffL;

    private final Map<Long, Request> requests = new HashMap<>();

    /** Answers one request. */
    @FunctionalInterface
    interface Request {
        CallOutcome answer(TrappedCall call);
    }

    /** Requests about the machines of a table. */
    public KvmCalls(SoftKvm kvm, VmTable vms, SevNode node, CommandTap tap) {
        SystemRequests system = new SystemRequests(kvm, vms);
        requests.put(KvmRequest.CREATE_VM.number(), system::createVm);
        requests.put(KvmRequest.CHECK_EXTENSION.number(), system::capability);
        requests.put(KvmRequest.GET_DEVICE_ATTR.number(), system::attribute);
        requests.put(KvmRequest.HAS_DEVICE_ATTR.number(), system::hasAttribute);
        MachineRequests machine = new MachineRequests(vms);
        requests.put(KvmRequest.CREATE_VCPU.number(), machine::createVcpu);
        requests.put(KvmRequest.MEMORY_ENCRYPT_REG_REGION.number(), machine::register);
        requests.put(KvmRequest.MEMORY_ENCRYPT_UNREG_REGION.number(), machine::unregister);
        requests.put(KvmRequest.ENABLE_CAP.number(), machine::enable);
        MemoryRequests memory = new MemoryRequests(vms);
        requests.put(KvmRequest.SET_USER_MEMORY_REGION.number(), memory::region);
        requests.put(KvmRequest.SET_USER_MEMORY_REGION2.number(), memory::region2);
        requests.put(KvmRequest.SET_MEMORY_ATTRIBUTES.number(), memory::attributes);
        requests.put(KvmRequest.CREATE_GUEST_MEMFD.number(), memory::guestMemory);
        requests.put(KvmRequest.MEMORY_ENCRYPT_OP.number(), new EncryptRequests(vms, node, tap)::command);
        VcpuRequests vcpu = new VcpuRequests(vms);
        VcpuRequests.SIZES.forEach((request, size) -> requests.put(request, call -> vcpu.set(call, size)));
        requests.put(KvmRequest.SET_MSRS.number(), vcpu::setMsrs);
        requests.put(KvmRequest.SET_CPUID2.number(), vcpu::setCpuid);
    }

    /** The numbers of the requests to be trapped, whatever their arguments are. */
    public static Set<Long> trapped() {
        Set<Long> all = new LinkedHashSet<>(VcpuRequests.SIZES.keySet());
        Stream.of(
                        KvmRequest.CREATE_VM,
                        KvmRequest.GET_DEVICE_ATTR,
                        KvmRequest.HAS_DEVICE_ATTR,
                        KvmRequest.CREATE_VCPU,
                        KvmRequest.MEMORY_ENCRYPT_REG_REGION,
                        KvmRequest.MEMORY_ENCRYPT_UNREG_REGION,
                        KvmRequest.ENABLE_CAP,
                        KvmRequest.SET_USER_MEMORY_REGION,
                        KvmRequest.SET_USER_MEMORY_REGION2,
                        KvmRequest.SET_MEMORY_ATTRIBUTES,
                        KvmRequest.CREATE_GUEST_MEMFD,
                        KvmRequest.MEMORY_ENCRYPT_OP,
                        KvmRequest.SET_MSRS,
                        KvmRequest.SET_CPUID2)
                .map(KvmRequest::number)
                .forEach(all::add);
        return all;
    }

    /** Requests that are trapped with some arguments alone. */
    public static Map<Long, Set<Integer>> trappedWith() {
        return Map.of(
                KvmRequest.CHECK_EXTENSION.number(),
                SystemRequests.CAPABILITIES.stream().map(KvmCapability::number).collect(Collectors.toSet()));
    }

    @Override
    public Optional<CallAnswer> take(TrappedCall call) {
        return call.number() == SystemCall.IOCTL.number()
                ? Optional.ofNullable(requests.get(call.second() & MASK)).map(request -> () -> request.answer(call))
                : Optional.empty();
    }
}
