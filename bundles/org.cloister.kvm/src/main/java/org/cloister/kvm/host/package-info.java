/** This host's raw facts. */
package org.cloister.kvm.host;
