// A driver without GPUs: it numbers those that CUDA_VISIBLE_DEVICES names, or shows number 7. FAKE_GPU is "NAME MAJOR MINOR"; a %d in the
// name is the number.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int devices[8], count, major = 8, minor = 0;
static char model[64] = "Fake";

int cuInit(int flags) {
  const char *visible = getenv("CUDA_VISIBLE_DEVICES"), *gpu = getenv("FAKE_GPU");
  if (gpu) sscanf(gpu, "%63s %d %d", model, &major, &minor);
  count = 0;
  for (const char *at = visible ? visible : "7"; *at && *at != '-' && count < 8; ) {
    devices[count++] = atoi(at);
    at = strchr(at, ',') ? strchr(at, ',') + 1 : "";
  }
  return count ? 0 : 100;
}
int cuDriverGetVersion(int *version) { *version = 12040; return 0; }
int cuDeviceGetCount(int *n) { *n = count; return 0; }
int cuDeviceGet(int *device, int ordinal) { *device = devices[ordinal]; return ordinal < count ? 0 : 101; }
int cuDeviceGetName(char *name, int length, int device) { snprintf(name, length, model, device); return 0; }
int cuDeviceGetPCIBusId(char *id, int length, int device) { snprintf(id, length, "0000:0%d:00.0", device + 1); return 0; }
int cuDeviceGetAttribute(int *value, int attribute, int device) { *value = attribute == 75 ? major : minor; return 0; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = 16ul << 30; return 0; }
int cuGetErrorName(int error, const char **name) { *name = "CUDA_ERROR_NO_DEVICE"; return error == 100 ? 0 : 1; }
