package org.meanfield.model;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's driver, asked by its own library, which neither engine has to be loaded for. It knows the GPUs that
 * {@code CUDA_VISIBLE_DEVICES} names when it is asked for the first time in a process.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-driver-api/">CUDA driver API</a>
 */
public final class CudaDriver {
    private static final String LIBRARY = "libcuda.so.1";
    private static final Path VERSION = Path.of("/proc/driver/nvidia/version");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d{3,}\\.\\d+(\\.\\d+)?\\b");

    /** CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR. */
    private static final int MAJOR = 75;

    /** CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR. */
    private static final int MINOR = 76;

    private static final int TEXT = 256;

    private final Api api;

    private CudaDriver(Api api) {
        this.api = api;
    }

    /**
     * Returns the GPUs that this process sees.
     *
     * @throws IllegalStateException if there is none, or no driver that works
     */
    public static CudaGpus gpus() {
        return gpus(LIBRARY, VERSION);
    }

    static CudaGpus gpus(String library, Path versionFile) {
        CudaDriver driver;
        try {
            driver = new CudaDriver(Native.load(library, Api.class));
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalStateException("there is no NVIDIA driver (" + LIBRARY + " is not found)", e);
        }
        driver.ask("cuInit", driver.api.cuInit(0));
        return new CudaGpus(driver.devices(), version(versionFile), driver.cuda());
    }

    private List<CudaDevice> devices() {
        IntByReference count = new IntByReference();
        ask("cuDeviceGetCount", api.cuDeviceGetCount(count));
        List<CudaDevice> devices = new ArrayList<>();
        for (int ordinal = 0; ordinal < count.getValue(); ordinal++) {
            devices.add(device(ordinal));
        }
        return devices;
    }

    private CudaDevice device(int ordinal) {
        IntByReference handle = new IntByReference();
        ask("cuDeviceGet", api.cuDeviceGet(handle, ordinal));
        int device = handle.getValue();
        byte[] name = new byte[TEXT];
        ask("cuDeviceGetName", api.cuDeviceGetName(name, TEXT, device));
        byte[] bus = new byte[TEXT];
        ask("cuDeviceGetPCIBusId", api.cuDeviceGetPCIBusId(bus, TEXT, device));
        LongByReference memory = new LongByReference();
        ask("cuDeviceTotalMem", api.cuDeviceTotalMem_v2(memory, device));
        return new CudaDevice(
                Native.toString(name),
                10 * attribute(MAJOR, device) + attribute(MINOR, device),
                memory.getValue(),
                Native.toString(bus));
    }

    private int attribute(int number, int device) {
        IntByReference value = new IntByReference();
        ask("cuDeviceGetAttribute", api.cuDeviceGetAttribute(value, number, device));
        return value.getValue();
    }

    private String cuda() {
        IntByReference version = new IntByReference();
        ask("cuDriverGetVersion", api.cuDriverGetVersion(version));
        return String.format(Locale.ROOT, "%d.%d", version.getValue() / 1000, version.getValue() % 1000 / 10);
    }

    /** The kernel says it, which every container sees; the library that does is not in each. */
    private static String version(Path file) {
        try {
            Matcher number = NUMBER.matcher(Files.readString(file));
            return number.find() ? number.group() : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }

    private void ask(String function, int result) {
        if (result != 0) {
            PointerByReference name = new PointerByReference();
            String code =
                    api.cuGetErrorName(result, name) == 0 ? name.getValue().getString(0) : Integer.toString(result);
            throw new IllegalStateException(
                    "NVIDIA's driver has no GPU for this process (%s: %s)".formatted(function, code));
        }
    }

    private interface Api extends Library {
        int cuInit(int flags);

        int cuDriverGetVersion(IntByReference version);

        int cuDeviceGetCount(IntByReference count);

        int cuDeviceGet(IntByReference device, int ordinal);

        int cuDeviceGetName(byte[] name, int length, int device);

        int cuDeviceGetPCIBusId(byte[] id, int length, int device);

        int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

        int cuDeviceTotalMem_v2(LongByReference bytes, int device);

        int cuGetErrorName(int error, PointerByReference name);
    }
}
