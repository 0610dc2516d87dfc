"""Reference values of the studies' tests, with NumPy: python3 src/test/python/studies.py"""

import numpy as np


def mlp_gradient():
    """Outputs, loss and gradient of the perceptron of jobs/course/backpropagation.yaml, by complex steps (Squire and Trapp 1998)."""
    p = np.array([0.1, 0.2, -0.3, 0.4, -0.5, 0.6, 0.1, -0.1, 0.7, -0.8, 0.9, 0.2, -0.3, 0.5])
    x, y = np.array([1, 0.5, -1]), np.array([1, 0])

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def outputs(p):
        hidden = sigmoid(p[:6].reshape(2, 3) @ x + p[6:8])
        return sigmoid(p[8:12].reshape(2, 2) @ hidden + p[12:])

    def loss(p):
        return np.mean((outputs(p) - y) ** 2)

    step = 1e-30
    print("outputs", outputs(p), "loss", repr(loss(p)))
    print("gradient", [float(loss(p + 1j * step * unit).imag / step) for unit in np.eye(14)])


def ridge_risk():
    """Bias and variance of ridge regression by matrices, for a Gram matrix with the eigenvalues 0, 1 and 4."""
    q, _ = np.linalg.qr(np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 10]]))
    gram = q @ np.diag([0.0, 1, 4]) @ q.T
    teacher, noise, penalty = 2, 0.5, 0.7
    inverse = np.linalg.inv(gram + penalty * np.eye(3))
    bias = teacher**2 / 3 * np.sum((inverse @ gram - np.eye(3)) ** 2)
    print("ridge risk", bias + noise**2 * np.trace(inverse @ gram @ inverse))


if __name__ == "__main__":
    np.set_printoptions(precision=17)
    mlp_gradient()
    ridge_risk()
