/**
 * KVM's system, virtual machine and virtual processor: a wrapper for each ioctl (Linux,
 * Documentation/virt/kvm/api.rst).
 */
package org.cloister.kvm.vm;
