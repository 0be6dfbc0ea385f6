/** The hardware platform: machines of the kernel's with encrypted memory. */
package org.cloister.kvm.platform;
